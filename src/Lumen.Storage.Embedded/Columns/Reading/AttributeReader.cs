using Lumen.Storage.Embedded.Blocks;
using Lumen.Storage.Embedded.Catalogs;

namespace Lumen.Storage.Embedded.Columns.Reading;

/// <summary>Reads one attribute of all spans of a block. Used again for every attribute. Not thread-safe.</summary>
internal sealed class AttributeReader
{
    private readonly ValueReader _values;
    private readonly ColumnScan _scan;
    private readonly AttributeRows _rows;
    private readonly Dictionary<int, int> _fieldValues = [];

    internal AttributeReader(ValueReader values)
    {
        _values = values;
        _scan = new ColumnScan(values);
        _rows = new AttributeRows(values);
    }

    /// <summary>Reads an attribute.</summary>
    /// <param name="payload">The block.</param>
    /// <param name="catalog">The bucket's catalog.</param>
    /// <param name="shapeCodes">The codes of the shapes of the block's spans.</param>
    /// <param name="columns">What is known of the spans without their values.</param>
    /// <param name="level">The level of the attribute.</param>
    /// <param name="key">Its key in UTF-8.</param>
    /// <exception cref="InvalidDataException">The block's parts do not fit together.</exception>
    internal AttributeRows Read(
        ReadOnlySpan<byte> payload, Catalog catalog, ReadOnlySpan<byte> shapeCodes, BlockColumns columns, SpanLevel level,
        ReadOnlySpan<byte> key)
    {
        _rows.Clear();
        if (_values.Find(catalog.Columns.Find(level, isAttribute: true, key)) is { } own)
        {
            AddOwn(payload, own);
            _scan.Visit(payload, catalog, shapeCodes, columns, own, _rows.Add);
        }

        if (_values.Find(catalog.Columns.Find(level, isAttribute: false, [SpanTags.AttributeOf(level)])) is { } fields)
        {
            AddFields(payload, fields, key);
            _scan.Visit(payload, catalog, shapeCodes, columns, fields, AddField);
        }

        if (_values.Find(ColumnTable.Whole) is not null)
        {
            ColumnScan.VisitWhole(shapeCodes, columns.Count, _rows.AddOpaque);
        }

        return _rows;
    }

    private void AddOwn(ReadOnlySpan<byte> payload, ColumnReader column)
    {
        _values.Load(payload, column);
        for (var place = 0; place < column.Count; place++)
        {
            var (start, length) = column.RangeOf(place);
            _rows.AddValue(column.Section, start, length);
        }
    }

    /// <summary>Attributes that are kept as whole fields: those of the key.</summary>
    private void AddFields(ReadOnlySpan<byte> payload, ColumnReader column, ReadOnlySpan<byte> key)
    {
        _fieldValues.Clear();
        _values.Load(payload, column);
        for (var place = 0; place < column.Count; place++)
        {
            var field = _values.Value(column, place);
            AttributeField.Read(field, out var ownKey, out var value);
            if (ownKey.SequenceEqual(key))
            {
                var offset = value.IsEmpty || !field.Overlaps(value, out var distance) ? 0 : distance;
                _fieldValues.Add(place, _rows.AddValue(column.Section, column.RangeOf(place).Start + offset, value.Length));
            }
        }
    }

    private void AddField(int row, int place)
    {
        if (_fieldValues.TryGetValue(place, out var value))
        {
            _rows.Add(row, value);
        }
    }
}
