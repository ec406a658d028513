using Lumen.Storage.Embedded.Blocks;
using Lumen.Storage.Embedded.Buckets;
using Lumen.Storage.Embedded.Reading;
using Lumen.Storage.Embedded.Segments;

namespace Lumen.Storage.Embedded.Searching.Sources;

/// <summary>
/// One block of a bucket. What is known of its spans without their values is looked at first; the block itself is read only for the
/// attributes of those spans for which neither their origin nor their header decides.
/// </summary>
internal sealed class BlockSource(BucketView bucket, Segment segment, int block, OriginAnswers origins, ulong latestStart)
    : SearchSource(latestStart)
{
    internal override void Open(TraceSearch search, CancellationToken cancellationToken) =>
        search.Notes.Read(bucket, segment, () => AddMatches(search, cancellationToken));

    private void AddMatches(TraceSearch search, CancellationToken cancellationToken)
    {
        var heads = search.OpenBlocks.ColumnsOf(bucket, segment, block);
        search.Budget.Spend(heads.Count);
        var open = search.Filter.Matcher is null ? null : new OpenRows(search, search.Parts.CatalogOf(bucket), heads);
        for (var index = 0; index < heads.Count; index++)
        {
            Judge(search, heads, index, open);
        }

        if (open is { IsEmpty: false })
        {
            ReadValues(search, open, cancellationToken);
        }
    }

    private void ReadValues(TraceSearch search, OpenRows open, CancellationToken cancellationToken)
    {
        using var values = search.OpenBlocks.Open(bucket, segment, block);
        open.Judge(values, cancellationToken);
    }

    private void Judge(TraceSearch search, BlockColumns heads, int index, OpenRows? open)
    {
        var origin = heads.Origins[index];
        if ((uint)origin >= (uint)origins.Accepted.Length)
        {
            throw new InvalidDataException("A block names entries of the tables that are lost.");
        }

        var (trace, start, duration, status) = (heads.TraceIds[index], heads.Starts[index], heads.DurationAt(index), heads.Statuses[index]);
        if (!origins.Accepted[origin] || !search.Filter.Accepts(trace, start, duration, status))
        {
            return;
        }

        if (open is null)
        {
            search.Add(trace, start);
            return;
        }

        var ids = new SpanIdentity(trace, heads.SpanIds[index], heads.ParentSpanIds[index]);
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
