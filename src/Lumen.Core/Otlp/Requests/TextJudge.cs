using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text.Unicode;

namespace Lumen.Otlp;

/// <summary>Judges text by its bytes: whether it is UTF-8, and not longer than the limit.</summary>
internal static class TextJudge
{
    private const ulong HighBits = 0x8080808080808080;
    private const uint ShortHighBits = 0x80808080;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Judge(ReadOnlySpan<byte> text, OtlpLimits limits, ref SpanFindings findings)
    {
        if (!IsShortAscii(text))
        {
            JudgeOther(text, limits, ref findings);
        }
        else if (text.Length > limits.MaxValueBytes)
        {
            findings |= SpanFindings.ValueTooLong;
        }
    }

    /// <summary>
    /// Whether all is ASCII, in a few instructions for the 32 bytes that most names and values do not exceed; false for longer text.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsShortAscii(ReadOnlySpan<byte> text)
    {
        if (text.Length is >= sizeof(ulong) and <= 4 * sizeof(ulong))
        {
            // Words from both ends, which overlap where the text is shorter than they are together.
            var words = BinaryPrimitives.ReadUInt64LittleEndian(text) | BinaryPrimitives.ReadUInt64LittleEndian(text[^sizeof(ulong)..]);
            if (text.Length > 2 * sizeof(ulong))
            {
                words |= BinaryPrimitives.ReadUInt64LittleEndian(text[sizeof(ulong)..]);
                words |= BinaryPrimitives.ReadUInt64LittleEndian(text[^(2 * sizeof(ulong))..]);
            }

            return (words & HighBits) == 0;
        }

        if (text.Length is >= sizeof(uint) and < sizeof(ulong))
        {
            var words = BinaryPrimitives.ReadUInt32LittleEndian(text) | BinaryPrimitives.ReadUInt32LittleEndian(text[^sizeof(uint)..]);
            return (words & ShortHighBits) == 0;
        }

        return false;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void JudgeOther(ReadOnlySpan<byte> text, OtlpLimits limits, ref SpanFindings findings)
    {
        if (text.Length > limits.MaxValueBytes)
        {
            findings |= SpanFindings.ValueTooLong;
        }

        if (!Utf8.IsValid(text))
        {
            findings |= SpanFindings.InvalidUtf8;
        }
    }
}
