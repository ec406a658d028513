using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace Lumen;

/// <summary>
/// The identity of a span inside its trace: 8 bytes, written as 16 lower-case hexadecimal digits. All zero is invalid as a span's own id
/// and means "no parent" as a parent's id; <c>default</c> is that. Ordered as its bytes are. Immutable and safe to share between threads.
/// </summary>
/// <param name="Value">The 8 bytes, big-endian.</param>
public readonly record struct SpanId(ulong Value) : IComparable<SpanId>, ISpanFormattable, ISpanParsable<SpanId>
{
    /// <summary>The length in bytes.</summary>
    public const int Size = 8;

    /// <summary>The length in hexadecimal digits.</summary>
    public const int HexLength = 16;

    /// <summary>Whether every bit is zero.</summary>
    public bool IsZero => Value == 0;

    /// <summary>A hash of every bit, seeded anew in each process: senders choose ids, and could choose such that collide.</summary>
    public override int GetHashCode() => HashCode.Combine((uint)Value, (uint)(Value >> 32));

    /// <summary>Reads an id from its 8 bytes.</summary>
    /// <param name="bytes">At least 8 bytes; the rest is ignored.</param>
    public static SpanId FromBytes(ReadOnlySpan<byte> bytes) => new(BinaryPrimitives.ReadUInt64BigEndian(bytes));

    /// <summary>Writes the 8 bytes of this id.</summary>
    /// <param name="destination">At least 8 bytes long.</param>
    public void CopyTo(Span<byte> destination) => BinaryPrimitives.WriteUInt64BigEndian(destination, Value);

    /// <summary>Reads 16 hexadecimal digits of either case. Any other text is refused.</summary>
    /// <param name="text">The digits, without prefix or white space.</param>
    /// <param name="id">The id, or <c>default</c>.</param>
    /// <returns>Whether the text was an id.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out SpanId id)
    {
        var valid = HexDigits.TryParse(text, out var value);
        id = new SpanId(value);
        return valid;
    }

    /// <inheritdoc/>
    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out SpanId result) => TryParse(s, out result);

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out SpanId result) =>
        TryParse(s.AsSpan(), out result);

    /// <inheritdoc/>
    public static SpanId Parse(ReadOnlySpan<char> s, IFormatProvider? provider) =>
        TryParse(s, out var id) ? id : throw new FormatException($"'{s}' is not a span id: 16 hexadecimal digits are expected.");

    /// <inheritdoc/>
    public static SpanId Parse(string s, IFormatProvider? provider = null) => Parse(s.AsSpan(), provider);

    /// <inheritdoc/>
    public int CompareTo(SpanId other) => Value.CompareTo(other.Value);

    /// <inheritdoc/>
    public bool TryFormat(
        Span<char> destination, out int charsWritten, ReadOnlySpan<char> format = default, IFormatProvider? provider = null)
    {
        charsWritten = 0;
        if (destination.Length < HexLength)
        {
            return false;
        }

        HexDigits.Format(Value, destination);
        charsWritten = HexLength;
        return true;
    }

    /// <summary>The 16 lower-case hexadecimal digits.</summary>
    public override string ToString() => string.Create(HexLength, this, static (text, id) => id.TryFormat(text, out _));

    /// <inheritdoc/>
    public string ToString(string? format, IFormatProvider? formatProvider) => ToString();

    /// <summary>Whether <paramref name="left"/> comes before <paramref name="right"/> in byte order.</summary>
    public static bool operator <(SpanId left, SpanId right) => left.Value < right.Value;

    /// <summary>Whether <paramref name="left"/> comes after <paramref name="right"/> in byte order.</summary>
    public static bool operator >(SpanId left, SpanId right) => left.Value > right.Value;

    /// <summary>Whether <paramref name="left"/> is <paramref name="right"/> or comes before it in byte order.</summary>
    public static bool operator <=(SpanId left, SpanId right) => left.Value <= right.Value;

    /// <summary>Whether <paramref name="left"/> is <paramref name="right"/> or comes after it in byte order.</summary>
    public static bool operator >=(SpanId left, SpanId right) => left.Value >= right.Value;
}
