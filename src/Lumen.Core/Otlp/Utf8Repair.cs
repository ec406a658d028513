using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Lumen.Otlp;

/// <summary>Makes text of bytes that are not quite UTF-8.</summary>
public static class Utf8Repair
{
    private static ReadOnlySpan<byte> Replacement => "\uFFFD"u8;

    /// <summary>Copies text; each stretch that is not UTF-8 becomes one U+FFFD, as <see cref="Encoding.UTF8"/> does it. O(n).</summary>
    /// <param name="writer">Where to write the bytes, without a tag or a length.</param>
    /// <param name="text">The text.</param>
    /// <returns>Whether anything had to be replaced.</returns>
    public static bool Write(ProtobufWriter writer, ReadOnlySpan<byte> text)
    {
        if (Utf8.IsValid(text))
        {
            writer.WriteRaw(text);
            return false;
        }

        var clean = 0;
        var position = 0;
        while (position < text.Length)
        {
            var status = Rune.DecodeFromUtf8(text[position..], out _, out var consumed);
            if (status != OperationStatus.Done)
            {
                writer.WriteRaw(text[clean..position]);
                writer.WriteRaw(Replacement);
                clean = position + consumed;
            }

            position += consumed;
        }

        writer.WriteRaw(text[clean..]);
        return true;
    }

    /// <summary>Cuts text at a character's border; where it is not UTF-8 and has none, at the length.</summary>
    /// <param name="text">The text, in UTF-8.</param>
    /// <param name="atMost">How many bytes may remain.</param>
    /// <returns>The text itself, or its beginning.</returns>
    public static ReadOnlySpan<byte> Cut(ReadOnlySpan<byte> text, int atMost)
    {
        if (text.Length <= atMost)
        {
            return text;
        }

        // A character has at most three bytes behind its first.
        var end = atMost;
        while (end > 0 && end > atMost - 3 && IsContinuation(text[end]))
        {
            end--;
        }

        return text[..(IsContinuation(text[end]) ? atMost : end)];
    }

    private static bool IsContinuation(byte value) => (value & 0xC0) == 0x80;
}
