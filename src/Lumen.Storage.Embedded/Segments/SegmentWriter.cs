using Lumen.Storage.Embedded.Blocks;
using Lumen.Storage.Embedded.Catalogs;
using Lumen.Storage.Embedded.Columns;
using Lumen.Storage.Embedded.Columns.Writing;
using Lumen.Storage.Embedded.Frames;
using Lumen.Storage.Embedded.Postings;
using Lumen.Storage.Embedded.Statistics;
using Lumen.Storage.Embedded.Windows;

namespace Lumen.Storage.Embedded.Segments;

/// <summary>
/// Turns a window into the frames of a bucket: blocks, then the index over them, then the frame that commits it. Used again for every
/// window. Not thread-safe.
/// </summary>
internal sealed class SegmentWriter : IDisposable
{
    /// <summary>A block ends before it would have more spans than this.</summary>
    internal const int MaxBlockSpans = 4096;

    /// <summary>A block ends when its distinct values have this many bytes.</summary>
    internal const int MaxBlockBytes = 4 * 1024 * 1024;

    private readonly FrameAppender _frames;
    private readonly WindowOrder _order;
    private readonly IndexWriter _index;
    private readonly BlockEncoder _encoder = new();
    private readonly BlockColumns _columns = new();
    private readonly SpanColumns _spans = new();
    private readonly AttributePostings _attributes;
    private readonly PostingSort _sort = new();
    private readonly List<ulong> _pairs = [];
    private readonly List<int> _opaque = [];
    private readonly List<FramePlace> _blocks = [];
    private int[] _origins = [];
    private Catalog _catalog = null!;

    internal SegmentWriter(FrameAppender frames, long seed)
    {
        _frames = frames;
        _order = new WindowOrder(seed);
        _attributes = new AttributePostings(seed);
        _index = new IndexWriter(frames);
    }

    /// <summary>Adds a window's frames, the committing one included, without making them durable.</summary>
    /// <param name="window">The window.</param>
    /// <param name="bucket">The bucket's number.</param>
    /// <param name="catalog">The bucket's catalog, to which the window's is added.</param>
    /// <param name="written">What of the catalog is in the file already.</param>
    internal Segment Write(WindowView window, long bucket, Catalog catalog, in CatalogCounts written)
    {
        _pairs.Clear();
        _blocks.Clear();
        _opaque.Clear();
        _catalog = catalog;
        _order.Fill(window);
        Adopt(window, catalog);
        var header = new FrameHeader
        {
            Kind = FrameKind.Block, Length = 0, Window = window.Window.Number, Bucket = bucket, Arrival = window.Window.FirstArrival,
        };
        var statistics = new StatisticsBuilder(catalog, UsualStarts.Around(window.Window.FirstArrival, window.Window.LastArrival));
        WriteBlocks(window, header, statistics);
        _sort.Sort(_pairs);
        var content = new SegmentContent
        {
            Outline = new SegmentOutline(
                header.Window, header.Window, _order.Count, window.Window.FirstArrival, window.Window.LastArrival, statistics.Starts, []),
            Blocks = [.. _blocks],
            OpaqueBlocks = [.. _opaque],
            Postings = [_pairs],
            Statistics = statistics.Build(),
            Catalog = catalog,
            WrittenCatalog = written,
        };
        return _index.Write(content, header with { Sequence = _blocks.Count }, FrameKind.WindowCommit);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _encoder.Dispose();
        _index.Dispose();
    }

    private void Adopt(WindowView window, Catalog catalog)
    {
        if (_origins.Length < window.Counts.Origins)
        {
            _origins = new int[window.Counts.Origins * 2];
        }

        for (var origin = 0; origin < window.Counts.Origins; origin++)
        {
            _origins[origin] = catalog.Adopt(window.Catalog, origin);
        }
    }

    private void WriteBlocks(WindowView window, FrameHeader header, StatisticsBuilder statistics)
    {
        BeginBlock();
        var order = _order.Order;
        for (var start = 0; start < order.Length;)
        {
            var trace = window.Spans[order[start]].TraceId;
            var end = start + 1;
            while (end < order.Length && window.Spans[order[end]].TraceId == trace)
            {
                end++;
            }

            // A trace that fits in a block is not torn apart.
            if (_columns.Count > 0 && _columns.Count + end - start > MaxBlockSpans)
            {
                EndBlock(header, statistics);
            }

            for (var place = start; place < end; place++)
            {
                PrefetchBehind(window, order, place);
                AddSpan(window, order[place], _order.Hashes[place]);
                if (_columns.Count == MaxBlockSpans || _spans.Bytes >= MaxBlockBytes)
                {
                    EndBlock(header, statistics);
                }
            }

            start = end;
        }

        if (_columns.Count > 0)
        {
            EndBlock(header, statistics);
        }
    }

    private static void PrefetchBehind(WindowView window, ReadOnlySpan<int> order, int place)
    {
        if (place + Prefetch.HeadersAhead < order.Length)
        {
            Prefetch.Header(in window.Spans[order[place + Prefetch.HeadersAhead]]);
            Prefetch.Bytes(window.BytesOf(window.Spans[order[place + Prefetch.BytesAhead]]));
        }
    }

    private void AddSpan(WindowView window, int position, ulong hash)
    {
        ref readonly var span = ref window.Spans[position];
        var pair = Posting.Pair(TraceHash.Posting(hash), _blocks.Count);
        if (_pairs.Count == 0 || _pairs[^1] != pair)
        {
            _pairs.Add(pair);
        }

        var columns = new BlockSpan
        {
            TraceId = span.TraceId, SpanId = span.SpanId, ParentSpanId = span.ParentSpanId, StartUnixNano = span.StartUnixNano,
            EndUnixNano = span.EndUnixNano, Origin = _origins[span.Origin], Status = span.Status,
        };
        _spans.Add(window.BytesOf(span), columns);
        _columns.Add(columns);
    }

    private void BeginBlock()
    {
        _columns.Reset(MaxBlockSpans);
        _spans.Begin(_catalog);
    }

    private void EndBlock(FrameHeader header, StatisticsBuilder statistics)
    {
        statistics.Add(_columns, _spans);
        _attributes.Add(_spans, _catalog.Columns, _blocks.Count, _pairs);
        if (_spans.HasWhole)
        {
            _opaque.Add(_blocks.Count);
        }

        _encoder.Encode(_columns, _spans, _frames.BeginFrame());
        _blocks.Add(_frames.EndFrame(header with { Sequence = _blocks.Count }));
        BeginBlock();
    }
}
