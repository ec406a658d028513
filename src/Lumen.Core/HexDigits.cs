using System.Globalization;

namespace Lumen;

/// <summary>Sixteen hexadecimal digits to and from the 64 bits they stand for.</summary>
internal static class HexDigits
{
    internal const int Count = 16;

    internal static bool TryParse(ReadOnlySpan<char> digits, out ulong value)
    {
        value = 0;
        // AllowHexSpecifier takes digits of either case and nothing else: no sign, no white space, no prefix.
        return digits.Length == Count && ulong.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
    }

    internal static void Format(ulong value, Span<char> destination) =>
        value.TryFormat(destination, out _, "x16", CultureInfo.InvariantCulture);
}
