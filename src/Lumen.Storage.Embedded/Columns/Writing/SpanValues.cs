using Lumen.Otlp;

namespace Lumen.Storage.Embedded.Columns.Writing;

/// <summary>Where the walks over the spans of a block put values and details. Not thread-safe.</summary>
internal sealed class SpanValues
{
    private const int TagTypeBits = 3;

    private ColumnTable _columns = null!;

    internal ValueTable Table { get; } = new();

    internal SpanDetails Details { get; } = new();

    /// <summary>Begins a block.</summary>
    /// <param name="columns">The columns of the bucket.</param>
    internal void Begin(ColumnTable columns)
    {
        _columns = columns;
        Table.Clear();
        Details.Clear();
    }

    /// <summary>The column of an attribute, by the expected one if it is that.</summary>
    internal int ColumnOf(FieldOperation expected, SpanLevel level, ReadOnlySpan<byte> key)
    {
        if (expected.Kind == FieldKind.Attribute && expected.Level == level && _columns[expected.Column].Key.AsSpan().SequenceEqual(key))
        {
            return expected.Column;
        }

        return _columns.NumberOf(level, isAttribute: true, key);
    }

    /// <summary>
    /// The column of a whole field, which is that of its number and type, however its tag is written; if there is no room, that of the
    /// first byte of the tag.
    /// </summary>
    internal int ColumnOfField(SpanLevel level, in ProtobufField field)
    {
        Span<byte> tag = stackalloc byte[LengthPrefix.MaxSize];
        tag = tag[..LengthPrefix.Write(tag, (field.Number << TagTypeBits) | (int)field.Type, width: 0)];
        var column = _columns.NumberOf(level, isAttribute: false, tag);
        return column != ColumnTable.None ? column : _columns.NumberOf(level, isAttribute: false, tag[..1]);
    }

    /// <summary>The number of the value at the end of a field.</summary>
    internal int NumberOf(FieldOperation operation, ReadOnlySpan<byte> field, int length)
    {
        var hash = AttributeHash.OfValue(_columns[operation.Column].Hash, field[^length..]);
        return Table.NumberOf(operation.Column, hash, field, length, operation);
    }

    /// <summary>The number of a value of one of the columns that every bucket has.</summary>
    internal int NumberOf(int column, ReadOnlySpan<byte> bytes) =>
        Table.NumberOf(column, AttributeHash.OfValue((ulong)column, bytes), bytes, bytes.Length, default);
}
