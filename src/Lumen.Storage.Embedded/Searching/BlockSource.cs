using Lumen.Storage.Embedded.Blocks;
using Lumen.Storage.Embedded.Buckets;
using Lumen.Storage.Embedded.Reading;
using Lumen.Storage.Embedded.Segments;

namespace Lumen.Storage.Embedded.Searching;

/// <summary>
/// One block of a bucket. Its columns are read, and the attributes of those spans for which neither their origin nor their header decides.
/// </summary>
internal sealed class BlockSource(BucketView bucket, Segment segment, int block, OriginAnswers origins, ulong latestStart)
    : SearchSource(latestStart)
{
    internal override void Open(TraceSearch search, CancellationToken cancellationToken) =>
        search.Notes.Read(bucket, segment, () => AddMatches(search, cancellationToken));

    private void AddMatches(TraceSearch search, CancellationToken cancellationToken)
    {
        using var frame = search.Parts.ReadBlock(bucket, segment, block);
        var decoder = search.Decoders.Rent();
        try
        {
            decoder.ReadColumns(frame.Payload);
            var columns = decoder.Columns;
            search.Budget.Spend(columns.Count);
            var open = search.Filter.Matcher is null ? null : new OpenRows(search, search.Parts.CatalogOf(bucket), decoder);
            for (var index = 0; index < columns.Count; index++)
            {
                Judge(search, columns, index, open);
            }

            open?.Judge(frame.Payload, cancellationToken);
        }
        finally
        {
            search.Decoders.Return(decoder);
        }
    }

    private void Judge(TraceSearch search, BlockColumns columns, int index, OpenRows? open)
    {
        var origin = columns.Origins[index];
        if ((uint)origin >= (uint)origins.Accepted.Length)
        {
            throw new InvalidDataException("A block names entries of the tables that are lost.");
        }

        var (trace, start, duration, status) =
            (columns.TraceIds[index], columns.Starts[index], columns.DurationAt(index), columns.Statuses[index]);
        if (!origins.Accepted[origin] || !search.Filter.Accepts(trace, start, duration, status))
        {
            return;
        }

        if (open is null)
        {
            search.Add(trace, start);
            return;
        }

        var ids = new SpanIdentity(trace, columns.SpanIds[index], columns.ParentSpanIds[index]);
        var known = search.Spans.Know(origins.Truths[origin], ids, duration, status);
        switch (search.Spans.Decide(known))
        {
            case true:
                search.Add(trace, start);
                break;
            case null:
                open.Add(index, known);
                break;
        }
    }
}
