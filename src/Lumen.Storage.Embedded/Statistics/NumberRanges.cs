using Lumen.Otlp;
using Lumen.Storage.Embedded.Columns;
using Lumen.Storage.Embedded.Columns.Writing;

namespace Lumen.Storage.Embedded.Statistics;

/// <summary>Finds the ranges of the numbers in the attributes of a block. Used again for every block. Not thread-safe.</summary>
internal sealed class NumberRanges
{
    private const byte TextTag = (OtlpFields.AnyValue.String << 3) | (byte)WireType.LengthDelimited;

    /// <summary>From here on the length of a text takes more than one byte.</summary>
    private const int LongText = 0x80 + 2;

    private readonly SortedDictionary<int, NumberRange> _ranges = [];

    /// <summary>The ranges of a block, by column.</summary>
    /// <param name="spans">Its spans.</param>
    /// <param name="columns">The columns of the bucket.</param>
    internal NumberRange[] Of(SpanColumns spans, ColumnTable columns)
    {
        _ranges.Clear();
        foreach (var writer in spans.Columns.Where(static writer => writer.Column >= ColumnTable.First))
        {
            var column = columns[writer.Column];
            if (column.IsAttribute)
            {
                AddColumn(spans.Values.Table, writer);
            }
            else if (column.Key.AsSpan().SequenceEqual([SpanTags.AttributeOf(column.Level)]))
            {
                AddFields(spans.Values.Table, writer, column.Level, columns);
            }
        }

        return [.. _ranges.Values];
    }

    private void AddColumn(ValueTable values, ColumnWriter writer)
    {
        var range = _ranges.GetValueOrDefault(writer.Column, NumberRange.Empty(writer.Column));
        foreach (var value in writer.Values)
        {
            range = With(range, values.BytesOf(values[value]));
        }

        Keep(range);
    }

    /// <summary>Attributes that are kept as whole fields although others of their key have a column.</summary>
    private void AddFields(ValueTable values, ColumnWriter writer, SpanLevel level, ColumnTable columns)
    {
        foreach (var number in writer.Values)
        {
            AttributeField.Read(values.BytesOf(values[number]), out var key, out var value);
            if (columns.Find(level, isAttribute: true, key) is var column and not ColumnTable.None)
            {
                Keep(With(_ranges.GetValueOrDefault(column, NumberRange.Empty(column)), value));
            }
        }
    }

    private void Keep(NumberRange range)
    {
        if (!range.IsEmpty)
        {
            _ranges[range.Column] = range;
        }
    }

    private static NumberRange With(NumberRange range, ReadOnlySpan<byte> anyValue)
    {
        // Most values are short texts, which two bytes tell.
        if (anyValue.Length is >= 2 and < LongText && anyValue[0] == TextTag && anyValue[1] == anyValue.Length - 2)
        {
            return range;
        }

        var result = range;
        var reader = new ProtobufReader(anyValue);
        while (reader.Next(out var field))
        {
            // Of several fields the last one is meant; a range that also takes in the others excludes too little, which is safe.
            result = (field.Number, field.Type) switch
            {
                (OtlpFields.AnyValue.Int, WireType.Varint) => result.With((long)field.Value),
                (OtlpFields.AnyValue.Double, WireType.Fixed64) => result.With(BitConverter.UInt64BitsToDouble(field.Value)),
                _ => result,
            };
        }

        return result;
    }
}
