using System.Globalization;

namespace Lumen.AspNetCore.Otlp;

/// <summary>
/// The header <c>grpc-timeout</c>: up to eight digits and a unit. Source: gRPC over HTTP/2, "Timeout".
/// </summary>
internal static class GrpcTimeout
{
    private const int MaxDigits = 8;

    // A timer takes no more; a call that may last for weeks has no deadline that matters.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <summary>Reads a timeout.</summary>
    /// <param name="header">The header's value, or null.</param>
    /// <returns>The timeout; null where there is none, or none that can be read: spans are not refused for a header.</returns>
    public static TimeSpan? Parse(string? header)
    {
        if (header is not { Length: > 1 and <= MaxDigits + 1 }
            || !uint.TryParse(header.AsSpan(0, header.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count))
        {
            return null;
        }

        double? seconds = header[^1] switch
        {
            'H' => 3600.0 * count,
            'M' => 60.0 * count,
            'S' => count,
            'm' => count / 1e3,
            'u' => count / 1e6,
            'n' => count / 1e9,
            _ => null,
        };
        return seconds is { } length ? TimeSpan.FromSeconds(Math.Min(length, Longest.TotalSeconds)) : null;
    }
}
