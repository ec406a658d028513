using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Lumen.AspNetCore.Access;

/// <summary>The key that senders show. It is compared in constant time, and never logged. Thread-safe.</summary>
internal sealed class IngestionKey
{
    private const string Header = "x-api-key";
    private const string Scheme = "Bearer ";

    private readonly byte[] _hash;

    private IngestionKey(string key) => _hash = Hash(key);

    /// <summary>The key that options ask for, or null where they ask for none.</summary>
    public static IngestionKey? From(string? key) => string.IsNullOrEmpty(key) ? null : new IngestionKey(key);

    /// <summary>Whether a request shows the key.</summary>
    public bool IsShownBy(HttpRequest request)
    {
        if (request.Headers.TryGetValue(Header, out var shown))
        {
            return IsKey(shown.ToString());
        }

        var authorization = request.Headers.Authorization.ToString();
        return authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) && IsKey(authorization[Scheme.Length..].Trim());
    }

    // Hashes are of one length, so that not even the key's length shows in the time.
    private bool IsKey(string shown) => CryptographicOperations.FixedTimeEquals(_hash, Hash(shown));

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
