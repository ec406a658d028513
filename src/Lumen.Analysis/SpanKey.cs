using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Lumen.Analysis;

/// <summary>
/// The identity of a span in an analysis. Senders repeat span ids, by design (Zipkin's client and server share one) or by mistake; the
/// first span of an id is written as the id alone, the further ones as <c>id#1</c>, <c>id#2</c>. Numbers follow from the content of the
/// spans, not from the order they came in.
/// </summary>
/// <param name="Id">The span id as sent.</param>
/// <param name="Number">0 for the span that holds the id, n for the n-th further one.</param>
public readonly record struct SpanKey(SpanId Id, int Number) :
    IComparable<SpanKey>, ISpanFormattable, IUtf8SpanFormattable, ISpanParsable<SpanKey>
{
    /// <summary>The length of the longest written key, in characters or UTF-8 bytes.</summary>
    public const int MaximumLength = SpanId.HexLength + 1 + 10;

    private const char Separator = '#';

    /// <summary>Reads a key as <see cref="ToString()"/> writes it; hexadecimal digits may be of either case.</summary>
    /// <param name="text">16 hexadecimal digits, and for further spans <c>#</c> and a number without leading zeros.</param>
    /// <param name="key">The key, or <c>default</c>.</param>
    /// <returns>Whether the text was a key.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out SpanKey key)
    {
        key = default;
        var hex = text.Length > SpanId.HexLength ? text[..SpanId.HexLength] : text;
        if (!SpanId.TryParse(hex, out var id) || !TryParseNumber(text[hex.Length..], out var number))
        {
            return false;
        }

        key = new SpanKey(id, number);
        return true;
    }

    /// <inheritdoc/>
    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out SpanKey result) => TryParse(s, out result);

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out SpanKey result) =>
        TryParse(s.AsSpan(), out result);

    /// <inheritdoc/>
    public static SpanKey Parse(ReadOnlySpan<char> s, IFormatProvider? provider) =>
        TryParse(s, out var key)
            ? key
            : throw new FormatException($"'{s}' is not a span key: 16 hexadecimal digits, or these with #n, are expected.");

    /// <inheritdoc/>
    public static SpanKey Parse(string s, IFormatProvider? provider = null) => Parse(s.AsSpan(), provider);

    /// <inheritdoc/>
    public int CompareTo(SpanKey other) => Id != other.Id ? Id.CompareTo(other.Id) : Number.CompareTo(other.Number);

    /// <inheritdoc/>
    public bool TryFormat(
        Span<char> destination, out int charsWritten, ReadOnlySpan<char> format = default, IFormatProvider? provider = null)
    {
        if (!Id.TryFormat(destination, out charsWritten) || Number == 0)
        {
            return charsWritten > 0;
        }

        var suffix = destination[charsWritten..];
        if (suffix.IsEmpty || !Number.TryFormat(suffix[1..], out var digits, provider: CultureInfo.InvariantCulture))
        {
            charsWritten = 0;
            return false;
        }

        suffix[0] = Separator;
        charsWritten += 1 + digits;
        return true;
    }

    /// <inheritdoc/>
    public bool TryFormat(
        Span<byte> utf8Destination, out int bytesWritten, ReadOnlySpan<char> format = default, IFormatProvider? provider = null)
    {
        Span<char> text = stackalloc char[MaximumLength];
        TryFormat(text, out var length);
        bytesWritten = 0;
        return utf8Destination.Length >= length
            && System.Text.Ascii.FromUtf16(text[..length], utf8Destination, out bytesWritten) == System.Buffers.OperationStatus.Done;
    }

    /// <summary>The id, and for further spans <c>#</c> and the number.</summary>
    public override string ToString()
    {
        Span<char> text = stackalloc char[MaximumLength];
        TryFormat(text, out var length);
        return new string(text[..length]);
    }

    /// <inheritdoc/>
    public string ToString(string? format, IFormatProvider? formatProvider) => ToString();

    /// <summary>Whether <paramref name="left"/> comes before <paramref name="right"/>.</summary>
    public static bool operator <(SpanKey left, SpanKey right) => left.CompareTo(right) < 0;

    /// <summary>Whether <paramref name="left"/> comes after <paramref name="right"/>.</summary>
    public static bool operator >(SpanKey left, SpanKey right) => left.CompareTo(right) > 0;

    /// <summary>Whether <paramref name="left"/> is <paramref name="right"/> or comes before it.</summary>
    public static bool operator <=(SpanKey left, SpanKey right) => left.CompareTo(right) <= 0;

    /// <summary>Whether <paramref name="left"/> is <paramref name="right"/> or comes after it.</summary>
    public static bool operator >=(SpanKey left, SpanKey right) => left.CompareTo(right) >= 0;

    private static bool TryParseNumber(ReadOnlySpan<char> suffix, out int number)
    {
        number = 0;
        return suffix.IsEmpty
            || (suffix.Length > 1 && suffix[0] == Separator && suffix[1] is >= '1' and <= '9'
                && int.TryParse(suffix[1..], NumberStyles.None, CultureInfo.InvariantCulture, out number));
    }
}
