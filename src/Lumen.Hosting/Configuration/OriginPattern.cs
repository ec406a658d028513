using System.Buffers;

namespace Lumen.Hosting;

/// <summary>
/// An origin as <see cref="LumenOptions.CorsOrigins"/> writes it: <c>https://app.example.com</c>, <c>https://*.example.com</c> for any
/// subdomain at any depth, <c>http://localhost:*</c> for any port, or <c>*</c> for every origin. Immutable.
/// </summary>
public sealed class OriginPattern
{
    private static readonly SearchValues<char> HostCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-");

    private readonly string _before;
    private readonly string? _behind;

    private OriginPattern(string before, string? behind)
    {
        _before = before;
        _behind = behind;
    }

    /// <summary>Reads a pattern.</summary>
    /// <param name="text">The pattern.</param>
    /// <returns>The pattern; null if the text is none.</returns>
    public static OriginPattern? Parse(string? text)
    {
        if (text is null || !IsPattern(text))
        {
            return null;
        }

        var star = text.IndexOf('*', StringComparison.Ordinal);
        return star < 0 ? new OriginPattern(text, null) : new OriginPattern(text[..star], text[(star + 1)..]);
    }

    /// <summary>Whether an origin, as a browser sends it, is one of these.</summary>
    /// <param name="origin">The value of the header <c>Origin</c>.</param>
    public bool Matches(string origin)
    {
        ArgumentNullException.ThrowIfNull(origin);
        if (_behind is null)
        {
            return origin.Equals(_before, StringComparison.OrdinalIgnoreCase);
        }

        // A star alone is every origin; else it is part of a host name or a port, and nothing that only looks like one.
        var length = origin.Length - _before.Length - _behind.Length;
        return length > 0
            && origin.StartsWith(_before, StringComparison.OrdinalIgnoreCase)
            && origin.EndsWith(_behind, StringComparison.OrdinalIgnoreCase)
            && (_before.Length == 0 || !origin.AsSpan(_before.Length, length).ContainsAnyExcept(HostCharacters));
    }

    private static bool IsPattern(string text)
    {
        // The star may stand for subdomains or for a port: with one of these in its place an origin is left.
        var example = text.Replace("://*.", "://any.", StringComparison.Ordinal);
        example = example.EndsWith(":*", StringComparison.Ordinal) ? $"{example[..^1]}1" : example;
        return text == "*"
            || (text.Count(character => character == '*') <= 1
                && Uri.TryCreate(example, UriKind.Absolute, out var address)
                && address is { Host.Length: > 0, UserInfo.Length: 0 }
                && address.GetLeftPart(UriPartial.Authority).Equals(example, StringComparison.OrdinalIgnoreCase));
    }
}
