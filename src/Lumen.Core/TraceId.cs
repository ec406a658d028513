using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace Lumen;

/// <summary>
/// The identity of a trace: 16 bytes, written as 32 lower-case hexadecimal digits. All zero is invalid by the W3C Trace Context and
/// OTLP specifications; <c>default</c> is that invalid id. Ordered as its bytes are. Immutable and safe to share between threads.
/// </summary>
/// <param name="High">The first 8 bytes, big-endian.</param>
/// <param name="Low">The last 8 bytes, big-endian.</param>
public readonly record struct TraceId(ulong High, ulong Low) : IComparable<TraceId>, ISpanFormattable, ISpanParsable<TraceId>
{
    /// <summary>The length in bytes.</summary>
    public const int Size = 16;

    /// <summary>The length in hexadecimal digits.</summary>
    public const int HexLength = 32;

    /// <summary>Whether every bit is zero, which no valid trace id is.</summary>
    public bool IsZero => (High | Low) == 0;

    /// <summary>A hash of every bit, seeded anew in each process: senders choose ids, and could choose such that collide.</summary>
    public override int GetHashCode() => HashCode.Combine((uint)High, (uint)(High >> 32), (uint)Low, (uint)(Low >> 32));

    /// <summary>Reads an id from its 16 bytes.</summary>
    /// <param name="bytes">At least 16 bytes; the rest is ignored.</param>
    public static TraceId FromBytes(ReadOnlySpan<byte> bytes) =>
        new(BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]));

    /// <summary>Writes the 16 bytes of this id.</summary>
    /// <param name="destination">At least 16 bytes long.</param>
    public void CopyTo(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination, High);
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], Low);
    }

    /// <summary>Reads 32 hexadecimal digits of either case. Any other text, a shorter id included, is refused.</summary>
    /// <param name="text">The digits, without prefix or white space.</param>
    /// <param name="id">The id, or <c>default</c>.</param>
    /// <returns>Whether the text was an id.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out TraceId id)
    {
        id = default;
        if (text.Length != HexLength || !HexDigits.TryParse(text[..16], out var high) || !HexDigits.TryParse(text[16..], out var low))
        {
            return false;
        }

        id = new TraceId(high, low);
        return true;
    }

    /// <inheritdoc/>
    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out TraceId result) => TryParse(s, out result);

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out TraceId result) =>
        TryParse(s.AsSpan(), out result);

    /// <inheritdoc/>
    public static TraceId Parse(ReadOnlySpan<char> s, IFormatProvider? provider) =>
        TryParse(s, out var id) ? id : throw new FormatException($"'{s}' is not a trace id: 32 hexadecimal digits are expected.");

    /// <inheritdoc/>
    public static TraceId Parse(string s, IFormatProvider? provider = null) => Parse(s.AsSpan(), provider);

    /// <inheritdoc/>
    public int CompareTo(TraceId other) => High != other.High ? High.CompareTo(other.High) : Low.CompareTo(other.Low);

    /// <inheritdoc/>
    public bool TryFormat(
        Span<char> destination, out int charsWritten, ReadOnlySpan<char> format = default, IFormatProvider? provider = null)
    {
        charsWritten = 0;
        if (destination.Length < HexLength)
        {
            return false;
        }

        HexDigits.Format(High, destination);
        HexDigits.Format(Low, destination[16..]);
        charsWritten = HexLength;
        return true;
    }

    /// <summary>The 32 lower-case hexadecimal digits.</summary>
    public override string ToString() => string.Create(HexLength, this, static (text, id) => id.TryFormat(text, out _));

    /// <inheritdoc/>
    public string ToString(string? format, IFormatProvider? formatProvider) => ToString();

    /// <summary>Whether <paramref name="left"/> comes before <paramref name="right"/> in byte order.</summary>
    public static bool operator <(TraceId left, TraceId right) => left.CompareTo(right) < 0;

    /// <summary>Whether <paramref name="left"/> comes after <paramref name="right"/> in byte order.</summary>
    public static bool operator >(TraceId left, TraceId right) => left.CompareTo(right) > 0;

    /// <summary>Whether <paramref name="left"/> is <paramref name="right"/> or comes before it in byte order.</summary>
    public static bool operator <=(TraceId left, TraceId right) => left.CompareTo(right) <= 0;

    /// <summary>Whether <paramref name="left"/> is <paramref name="right"/> or comes after it in byte order.</summary>
    public static bool operator >=(TraceId left, TraceId right) => left.CompareTo(right) >= 0;
}
