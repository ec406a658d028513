using System.Buffers.Text;
using System.Globalization;

namespace Lumen.Otlp;

/// <summary>
/// Integers as JSON writes them: in digits, but <c>1.0</c> and <c>1e3</c> too. A fraction, or a number outside the type, is refused.
/// </summary>
internal static class JsonNumber
{
    private const NumberStyles Styles = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    internal static bool TryReadInt64(ReadOnlySpan<byte> text, out long value)
    {
        if (Utf8Parser.TryParse(text, out value, out int consumed) && consumed == text.Length)
        {
            return true;
        }

        var valid = TryReadInteger(text, long.MinValue, long.MaxValue, out var integer);
        value = (long)integer;
        return valid;
    }

    internal static bool TryReadUInt64(ReadOnlySpan<byte> text, out ulong value)
    {
        if (Utf8Parser.TryParse(text, out value, out int consumed) && consumed == text.Length)
        {
            return true;
        }

        var valid = TryReadInteger(text, ulong.MinValue, ulong.MaxValue, out var integer);
        value = (ulong)integer;
        return valid;
    }

    internal static bool TryReadUInt32(ReadOnlySpan<byte> text, out uint value)
    {
        var valid = TryReadUInt64(text, out var wide) && wide <= uint.MaxValue;
        value = valid ? (uint)wide : 0;
        return valid;
    }

    internal static bool TryReadInt32(ReadOnlySpan<byte> text, out int value)
    {
        var valid = TryReadInt64(text, out var wide) && wide is >= int.MinValue and <= int.MaxValue;
        value = valid ? (int)wide : 0;
        return valid;
    }

    /// <summary>Reads a double; text says what a JSON number cannot: <c>NaN</c>, <c>Infinity</c>, <c>-Infinity</c>.</summary>
    internal static bool TryReadDouble(ReadOnlySpan<byte> text, out double value) =>
        double.TryParse(text, Styles, CultureInfo.InvariantCulture, out value);

    private static bool TryReadInteger(ReadOnlySpan<byte> text, decimal least, decimal most, out decimal value)
    {
        var valid = decimal.TryParse(text, Styles, CultureInfo.InvariantCulture, out value)
            && value == decimal.Truncate(value) && value >= least && value <= most;
        value = valid ? value : 0;
        return valid;
    }
}
