using Lumen.Queries;
using Lumen.Storage.Embedded.Columns;
using Lumen.Storage.Embedded.Columns.Writing;

namespace Lumen.Storage.Embedded.Postings;

/// <summary>Finds what a block has to be found by: every attribute key of it, and every key with every value. Not thread-safe.</summary>
/// <param name="seed">The directory's random number.</param>
internal sealed class AttributePostings(long seed)
{
    private readonly AttributeHash _hash = new(seed);

    /// <summary>Adds the postings of a block.</summary>
    /// <param name="spans">Its spans.</param>
    /// <param name="columns">The columns of the bucket.</param>
    /// <param name="block">Its number in the segment.</param>
    /// <param name="pairs">Where to add them.</param>
    internal void Add(SpanColumns spans, ColumnTable columns, int block, List<ulong> pairs)
    {
        foreach (var writer in spans.Columns)
        {
            if (writer.Column < ColumnTable.First)
            {
                continue;
            }

            var column = columns[writer.Column];
            if (column.IsAttribute)
            {
                AddColumn(spans.Values.Table, writer, column.Hash, block, pairs);
            }
            else if (column.Key.AsSpan().SequenceEqual([SpanTags.AttributeOf(column.Level)]))
            {
                AddFields(spans.Values.Table, writer, column.Level, block, pairs);
            }
        }
    }

    private static void AddColumn(ValueTable values, ColumnWriter writer, ulong key, int block, List<ulong> pairs)
    {
        Span<byte> scratch = stackalloc byte[PrintedValue.ScratchSize];
        pairs.Add(Posting.Pair(AttributeHash.Posting(key), block));
        foreach (var number in writer.Values)
        {
            var printed = PrintedValue.Print(values.BytesOf(values[number]), scratch);
            pairs.Add(Posting.Pair(AttributeHash.Posting(AttributeHash.OfValue(key, printed)), block));
        }
    }

    /// <summary>Attributes that have no column of their own.</summary>
    private void AddFields(ValueTable values, ColumnWriter writer, SpanLevel level, int block, List<ulong> pairs)
    {
        Span<byte> scratch = stackalloc byte[PrintedValue.ScratchSize];
        foreach (var number in writer.Values)
        {
            AttributeField.Read(values.BytesOf(values[number]), out var key, out var value);
            var hash = _hash.OfKey(level, key);
            pairs.Add(Posting.Pair(AttributeHash.Posting(hash), block));
            pairs.Add(Posting.Pair(AttributeHash.Posting(AttributeHash.OfValue(hash, PrintedValue.Print(value, scratch))), block));
        }
    }
}
