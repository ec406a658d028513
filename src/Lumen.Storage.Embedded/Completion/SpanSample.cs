using Lumen.Storage.Embedded.Blocks;
using Lumen.Storage.Embedded.Buckets;
using Lumen.Storage.Embedded.Catalogs;
using Lumen.Storage.Embedded.Reading;
using Lumen.Storage.Embedded.Searching;
using Lumen.Storage.Embedded.Segments;
using Lumen.Storage.Embedded.Snapshots;
using Lumen.Storage.Embedded.Windows;

namespace Lumen.Storage.Embedded.Completion;

/// <summary>
/// Goes over the most recent spans of a service and a window, up to a number of them and of blocks: those in memory, the latest first, then
/// blocks, the latest first. For one answer; not thread-safe.
/// </summary>
/// <param name="reading">What it reads from.</param>
/// <param name="query">Which spans.</param>
/// <param name="most">How many at most.</param>
/// <param name="visit">Gets each.</param>
internal sealed class SpanSample(SearchReading reading, TraceQuery query, int most, SpanSample.Visitor visit)
{
    /// <summary>Beyond these the spans of a rare service would cost too much.</summary>
    private const int MostBlocks = 12;

    private readonly SpanFilter _filter = new(query);
    private int _blocks;

    /// <summary>Gets one span, whose bytes are valid during the call.</summary>
    internal delegate void Visitor(Catalog catalog, CatalogOrigin origin, ReadOnlySpan<byte> span);

    /// <summary>How many spans were visited.</summary>
    internal int Count { get; private set; }

    /// <summary>Whether there are no others.</summary>
    internal bool IsWhole { get; private set; } = true;

    /// <summary>Visits the spans.</summary>
    internal void Run(CancellationToken cancellationToken)
    {
        if (_filter.LatestStart is not { } latest)
        {
            return;
        }

        var origins = new OriginJudge(_filter);
        foreach (var window in reading.Snapshot.Windows.Reverse())
        {
            cancellationToken.ThrowIfCancellationRequested();
            VisitWindow(window, origins.AnswersOf(window.Catalog, window.Counts));
        }

        foreach (var (bucket, segment) in SegmentsFrom(reading.Snapshot.Buckets, latest))
        {
            if (!IsWhole)
            {
                return;
            }

            reading.Notes.Read(bucket, segment, () => VisitSegment(bucket, segment, origins, cancellationToken));
        }
    }

    private IEnumerable<(BucketView Bucket, Segment Segment)> SegmentsFrom(BucketSet buckets, ulong latest) =>
        from bucket in buckets.Views
        from segment in bucket.Segments
        let bound = segment.Outline.Starts.LatestWithin(_filter.FromUnixNano, latest)
        where bound is not null
        orderby bound descending
        select (bucket, segment);

    private void VisitWindow(WindowView window, OriginAnswers origins)
    {
        for (var index = window.Count - 1; index >= 0; index--)
        {
            ref readonly var span = ref window.Spans[index];
            if (origins.Accepted[span.Origin]
                && _filter.Accepts(span.TraceId, span.StartUnixNano, span.DurationNanos, span.Status)
                && TryCount())
            {
                visit(window.Catalog, window.Catalog.Origin(span.Origin), window.BytesOf(span));
            }
        }
    }

    private void VisitSegment(BucketView bucket, Segment segment, OriginJudge judge, CancellationToken cancellationToken)
    {
        var catalog = reading.Parts.CatalogOf(bucket);
        var counts = bucket.LiveCatalog is null ? catalog.Counts : bucket.LiveCounts;
        var origins = judge.AnswersOf(catalog, counts);
        var candidates = new BlockExclusion(_filter, catalog, counts, origins)
            .Candidates(reading.Parts.StatisticsOf(bucket, segment), null)
            .OrderByDescending(candidate => candidate.LatestStart);
        foreach (var (block, _) in candidates)
        {
            cancellationToken.ThrowIfCancellationRequested();
            IsWhole &= _blocks++ < MostBlocks;
            if (!IsWhole)
            {
                return;
            }

            using var open = reading.OpenBlocks.Open(bucket, segment, block);
            var columns = open.Columns;
            open.Rebuild(catalog, AcceptedRows(columns, origins), (index, bytes) =>
                visit(catalog, catalog.CheckedOrigin(columns.Origins[index]), bytes));
        }
    }

    private List<int> AcceptedRows(BlockColumns columns, OriginAnswers origins)
    {
        var rows = new List<int>();
        for (var index = 0; index < columns.Count; index++)
        {
            var origin = columns.Origins[index];
            if ((uint)origin < (uint)origins.Accepted.Length && origins.Accepted[origin]
                && _filter.Accepts(columns.TraceIds[index], columns.Starts[index], columns.DurationAt(index), columns.Statuses[index])
                && TryCount())
            {
                rows.Add(index);
            }
        }

        return rows;
    }

    private bool TryCount()
    {
        if (Count == most)
        {
            IsWhole = false;
            return false;
        }

        Count++;
        return true;
    }
}
