using System.Globalization;

namespace Lumen.AspNetCore.Query.Parameters;

/// <summary>Moments as they stand in an address: ISO 8601, whole nanoseconds or milliseconds since the Unix epoch.</summary>
internal static class TimeText
{
    /// <summary>What to write, for refusals.</summary>
    internal const string Form = "a time such as 2026-01-31T12:00:00Z, or whole nanoseconds (or, below 10^14, milliseconds) since 1970";

    private const int FinalYear = 2554;
    private const ulong LeastNanos = 100_000_000_000_000;
    private const ulong NanosPerMilli = 1_000_000;
    private const ulong NanosPerTick = 100;
    private const int FractionDigits = 9;

    private static readonly string[] Formats =
    [
        "yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mmzzz", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd",
    ];

    /// <summary>What to write instead of a text that is no moment, or one that 64-bit nanoseconds do not reach.</summary>
    internal static string AdviceFor(string text)
    {
        var isTooLate = text.AsSpan().IndexOfAnyExceptInRange('0', '9') < 0
            || (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
                && moment.Year >= FinalYear);
        return isTooLate ? $"an earlier time: nanoseconds since 1970 in 64 bits end in July {FinalYear}" : Form;
    }

    /// <summary>Reads a moment in any of the forms.</summary>
    internal static bool TryParse(string text, out ulong unixNano)
    {
        if (!ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out unixNano))
        {
            return TryParseIso(text, out unixNano);
        }

        // Below 10^14 nanoseconds would be the first two days of 1970: nobody means that, so it is milliseconds.
        if (unixNano >= LeastNanos)
        {
            return true;
        }

        var inRange = unixNano <= ulong.MaxValue / NanosPerMilli;
        unixNano = inRange ? unixNano * NanosPerMilli : 0;
        return inRange;
    }

    /// <summary>
    /// Reads ISO 8601 (and RFC 3339) to the nanosecond, finer digits cut off; without an offset it is UTC. Years before 1970 and beyond
    /// the range of 64-bit nanoseconds (2554) are refused.
    /// </summary>
    internal static bool TryParseIso(string text, out ulong unixNano)
    {
        unixNano = 0;
        // An address decodes an unescaped plus to a space: it can only have been the sign of the offset.
        text = text.Trim().Replace(' ', '+');
        if (!TrySplitFraction(text, out var whole, out var fraction)
            || !DateTimeOffset.TryParseExact(
                whole.Replace("Z", "+00:00", StringComparison.OrdinalIgnoreCase),
                Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
            || moment < DateTimeOffset.UnixEpoch)
        {
            return false;
        }

        var nanos = ((UInt128)(moment - DateTimeOffset.UnixEpoch).Ticks * NanosPerTick) + fraction;
        unixNano = nanos > ulong.MaxValue ? 0 : (ulong)nanos;
        return nanos <= ulong.MaxValue;
    }

    /// <summary>A moment as nanoseconds since the Unix epoch, at least 0.</summary>
    internal static ulong ToUnixNano(DateTimeOffset moment) =>
        moment < DateTimeOffset.UnixEpoch ? 0 : (ulong)(moment - DateTimeOffset.UnixEpoch).Ticks * NanosPerTick;

    /// <summary>.NET's own times end at 100 ns: the digits behind the point are read apart.</summary>
    private static bool TrySplitFraction(string text, out string whole, out ulong nanos)
    {
        whole = text;
        nanos = 0;
        var point = text.IndexOf('.', StringComparison.Ordinal);
        if (point < 0)
        {
            return true;
        }

        var end = point + 1;
        while (end < text.Length && char.IsAsciiDigit(text[end]))
        {
            var digit = end - point - 1;
            nanos = digit < FractionDigits ? (nanos * 10) + (ulong)(text[end] - '0') : nanos;
            end++;
        }

        for (var digit = end - point - 1; digit < FractionDigits; digit++)
        {
            nanos *= 10;
        }

        whole = text.Remove(point, end - point);
        return end > point + 1;
    }
}
