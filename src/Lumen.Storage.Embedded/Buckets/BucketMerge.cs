using Lumen.Storage.Embedded.Frames;
using Lumen.Storage.Embedded.Segments;
using Lumen.Storage.Embedded.Statistics;

namespace Lumen.Storage.Embedded.Buckets;

/// <summary>Makes one index of those of a bucket's windows. Not thread-safe.</summary>
internal sealed class BucketMerge(FrameAppender frames, BucketParts parts) : IDisposable
{
    private readonly IndexWriter _index = new(frames);
    private readonly PostingMerge _postings = new(parts);

    /// <summary>Adds the frames of the merged index and the footer, without making them durable.</summary>
    internal Segment Write(GrowingBucket bucket)
    {
        var view = bucket.View();
        var header = new FrameHeader
        {
            Kind = FrameKind.BucketOutline, Length = 0, Window = view.LastWindow, Bucket = view.Number, Arrival = view.LastArrival,
        };
        var content = new SegmentContent
        {
            Outline = MergeOutlines(view),
            Blocks = [.. view.Segments.SelectMany(segment => segment.Blocks)],
            OpaqueBlocks = [.. OpaqueBlocks(view)],
            Postings = _postings.Merge(view),
            Statistics = BlockStatistics.Concatenate([.. view.Segments.Select(segment => parts.StatisticsOf(view, segment))]),
            Catalog = bucket.Catalog,
            // The whole catalog once more: a reader of a finished bucket reads one frame, and damage to it leaves the windows' own.
            WrittenCatalog = default,
        };
        var segment = _index.Write(content, header, FrameKind.BucketOutline);
        Footer.Write(frames, _index.Place, header);
        return segment;
    }

    /// <inheritdoc/>
    public void Dispose() => _index.Dispose();

    private static SegmentOutline MergeOutlines(BucketView view)
    {
        var starts = StartRanges.Empty;
        var lost = new List<long>();
        var next = view.FirstWindow;
        foreach (var outline in view.Segments.Select(segment => segment.Outline))
        {
            for (; next < outline.FirstWindow; next++)
            {
                lost.Add(next);
            }

            next = outline.LastWindow + 1;
            lost.AddRange(outline.LostWindows);
            starts = starts.With(outline.Starts);
        }

        return new SegmentOutline(view.FirstWindow, view.LastWindow, view.SpanCount, view.FirstArrival, view.LastArrival, starts, lost);
    }

    private static IEnumerable<int> OpaqueBlocks(BucketView view)
    {
        var firstBlock = 0;
        foreach (var segment in view.Segments)
        {
            foreach (var block in segment.OpaqueBlocks)
            {
                yield return firstBlock + block;
            }

            firstBlock += segment.Blocks.Length;
        }
    }
}
