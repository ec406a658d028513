namespace Lumen.Storage.Embedded.Columns;

/// <summary>A column of a bucket: the values of one attribute key, or the whole fields of one tag, at one level. Immutable.</summary>
/// <param name="Level">Where its values stand.</param>
/// <param name="IsAttribute">Whether its values are encoded AnyValues under a key; else they are whole fields.</param>
/// <param name="Key">The key in UTF-8, or the tag as it is written.</param>
/// <param name="Hash">Of an attribute what <see cref="AttributeHash.OfKey"/> gives.</param>
internal sealed record Column(SpanLevel Level, bool IsAttribute, byte[] Key, ulong Hash)
{
    private const int FieldBit = 4;

    /// <summary>Level and kind in one byte, as on disk.</summary>
    internal byte Place => PlaceOf(Level, IsAttribute);

    internal static byte PlaceOf(SpanLevel level, bool isAttribute) => (byte)((int)level + (isAttribute ? 0 : FieldBit));

    /// <exception cref="InvalidDataException">No column has this place.</exception>
    internal static (SpanLevel Level, bool IsAttribute) FromPlace(byte place) => (place & ~FieldBit) <= (int)SpanLevel.Link
        ? ((SpanLevel)(place & ~FieldBit), (place & FieldBit) == 0)
        : throw new InvalidDataException("A column has a place that there is not.");
}
