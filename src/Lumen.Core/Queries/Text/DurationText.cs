using System.Buffers;
using System.Globalization;

namespace Lumen.Queries;

/// <summary>
/// Durations as people and as Go programs write them: decimal numbers with units, one after the other (<c>250ms</c>, <c>1.5s</c>,
/// <c>1m30s</c>).
/// </summary>
public static class DurationText
{
    /// <summary>What to write, for refusals.</summary>
    public const string Form = "a number with a unit (ns, us, ms, s, m, h), such as 250ms or 1.5s";

    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789.");

    /// <summary>Reads a duration into whole nanoseconds; a fraction of one is cut off.</summary>
    /// <param name="text">The text, without white space or sign.</param>
    /// <param name="nanos">The duration, up to <see cref="ulong.MaxValue"/>.</param>
    /// <returns>Whether it was one. A bare number is none, but for 0.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out ulong nanos)
    {
        nanos = 0;
        if (text.IsEmpty || text is "0")
        {
            return !text.IsEmpty;
        }

        var total = 0m;
        while (!text.IsEmpty)
        {
            // Compared before the product is made, which could leave the range of decimal.
            if (!TryTakeNumber(ref text, out var number) || !TryTakeUnit(ref text, out var unit) || number > ulong.MaxValue / unit)
            {
                return false;
            }

            total += number * unit;
            if (total > ulong.MaxValue)
            {
                return false;
            }
        }

        nanos = (ulong)total;
        return true;
    }

    private static bool TryTakeNumber(ref ReadOnlySpan<char> text, out decimal number)
    {
        // Enough for every duration there is, and within the digits of decimal.
        const int MaxLength = 24;
        var end = text.IndexOfAnyExcept(NumberCharacters);
        var digits = end < 0 ? text : text[..end];
        text = text[digits.Length..];
        number = 0;
        return digits.Length is > 0 and <= MaxLength
            && decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number);
    }

    private static bool TryTakeUnit(ref ReadOnlySpan<char> text, out decimal nanos)
    {
        var end = text.IndexOfAnyInRange('0', '9');
        var unit = end < 0 ? text : text[..end];
        text = text[unit.Length..];
        nanos = unit switch
        {
            "ns" => 1,
            "us" or "µs" or "μs" => 1_000,
            "ms" => 1_000_000,
            "s" => 1_000_000_000,
            "m" => 60_000_000_000,
            "h" => 3_600_000_000_000,
            _ => 0,
        };
        return nanos != 0;
    }
}
