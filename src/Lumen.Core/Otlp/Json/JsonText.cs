using System.Globalization;
using System.Text;

namespace Lumen.Otlp;

/// <summary>
/// The text of a JSON string whose escapes have been checked. Unlike the framework's reader it gives text for every string: a lone
/// surrogate and bytes that are not UTF-8 become U+FFFD. O(n); pure.
/// </summary>
public static class JsonText
{
    /// <summary>Writes the text of an escaped string.</summary>
    /// <param name="writer">Where to write the bytes, without a tag or a length.</param>
    /// <param name="escaped">What stands between the quotes.</param>
    /// <returns>Whether anything had to be replaced.</returns>
    public static bool WriteUnescaped(ProtobufWriter writer, ReadOnlySpan<byte> escaped)
    {
        var isReplaced = false;
        Span<byte> bytes = stackalloc byte[4];
        while (!escaped.IsEmpty)
        {
            var run = escaped.IndexOf((byte)'\\');
            isReplaced |= Utf8Repair.Write(writer, run < 0 ? escaped : escaped[..run]);
            if (run < 0)
            {
                break;
            }

            var rune = ReadEscape(escaped[run..], out var length);
            isReplaced |= rune is null;
            writer.WriteRaw(bytes[..(rune ?? Rune.ReplacementChar).EncodeToUtf8(bytes)]);
            escaped = escaped[(run + length)..];
        }

        return isReplaced;
    }

    /// <summary>Reads one escape, a surrogate pair as one.</summary>
    /// <returns>The character, or null for a lone surrogate.</returns>
    private static Rune? ReadEscape(ReadOnlySpan<byte> escape, out int length)
    {
        length = 2;
        switch (escape[1])
        {
            case (byte)'b':
                return new Rune('\b');
            case (byte)'f':
                return new Rune('\f');
            case (byte)'n':
                return new Rune('\n');
            case (byte)'r':
                return new Rune('\r');
            case (byte)'t':
                return new Rune('\t');
            case (byte)'u':
                return ReadUnicode(escape, out length);
            default:
                // The quote, the slash and the backslash stand for themselves.
                return new Rune((char)escape[1]);
        }
    }

    private static Rune? ReadUnicode(ReadOnlySpan<byte> escape, out int length)
    {
        length = 6;
        var unit = ReadUnit(escape);
        if (!char.IsSurrogate(unit))
        {
            return new Rune(unit);
        }

        if (char.IsHighSurrogate(unit) && escape.Length >= 12 && escape[6..].StartsWith("\\u"u8)
            && Rune.TryCreate(unit, ReadUnit(escape[6..]), out var rune))
        {
            length = 12;
            return rune;
        }

        return null;
    }

    private static char ReadUnit(ReadOnlySpan<byte> escape) =>
        (char)ushort.Parse(escape[2..6], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
