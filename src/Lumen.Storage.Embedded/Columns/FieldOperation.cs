namespace Lumen.Storage.Embedded.Columns;

/// <summary>
/// One step of putting a span's bytes together. The widths of length prefixes belong to it, because some senders pad them: 0 is the
/// shortest form, any other number that many bytes. In 32 bits: kind 4, level 2, three widths of 3 bits, column 17.
/// </summary>
/// <param name="Bits">As it stands on disk.</param>
internal readonly record struct FieldOperation(uint Bits)
{
    /// <summary>The widest length prefix that an operation can say.</summary>
    internal const int MaxWidth = 5;

    private const int LevelShift = 4;
    private const int WidthShift = 6;
    private const int WidthBits = 3;
    private const int ColumnShift = 15;
    private const uint WidthMask = 7;

    internal FieldKind Kind => (FieldKind)(Bits & 15);

    internal SpanLevel Level => (SpanLevel)((Bits >> LevelShift) & 3);

    /// <summary>The width of the length of the field.</summary>
    internal int Width => (int)((Bits >> WidthShift) & WidthMask);

    /// <summary>The width of the length of an attribute's key.</summary>
    internal int KeyWidth => (int)((Bits >> (WidthShift + WidthBits)) & WidthMask);

    /// <summary>The width of the length of an attribute's value.</summary>
    internal int ValueWidth => (int)((Bits >> (WidthShift + (2 * WidthBits))) & WidthMask);

    /// <summary>The column that its value is in, where <see cref="HasValue"/>.</summary>
    internal int Column => (int)(Bits >> ColumnShift);

    /// <summary>Whether it takes a value from a column.</summary>
    internal bool HasValue => Kind is FieldKind.Attribute or FieldKind.Field or FieldKind.Order;

    /// <summary>Kind and level alone, which say whether attributes stand in one run.</summary>
    internal uint Run => Bits & ((1 << WidthShift) - 1);

    internal static FieldOperation Of(FieldKind kind, SpanLevel level, int column = 0, int width = 0) =>
        new((uint)kind | ((uint)level << LevelShift) | ((uint)width << WidthShift) | ((uint)column << ColumnShift));

    internal static FieldOperation OfAttribute(SpanLevel level, int column, int width, int keyWidth, int valueWidth) => new(
        Of(FieldKind.Attribute, level, column, width).Bits
        | ((uint)keyWidth << (WidthShift + WidthBits)) | ((uint)valueWidth << (WidthShift + (2 * WidthBits))));
}
