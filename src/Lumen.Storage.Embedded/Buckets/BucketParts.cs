using Lumen.Storage.Embedded.Catalogs;
using Lumen.Storage.Embedded.Frames;
using Lumen.Storage.Embedded.Postings;
using Lumen.Storage.Embedded.Segments;
using Lumen.Storage.Embedded.Statistics;

namespace Lumen.Storage.Embedded.Buckets;

/// <summary>
/// Reads parts of buckets when they are asked for, and keeps those that are small and often needed. Thread-safe. Damage is an
/// <see cref="InvalidDataException"/>.
/// </summary>
internal sealed class BucketParts(long seed)
{
    private const long CacheBytes = 32L * 1024 * 1024;

    private readonly SizedCache<Segment, BlockStatistics> _statistics = new(CacheBytes);
    private readonly SizedCache<Segment, Catalog> _catalogs = new(CacheBytes);

    /// <summary>The catalog of a bucket.</summary>
    internal Catalog CatalogOf(BucketView view) =>
        view.LiveCatalog ?? _catalogs.GetOrAdd(view.Segments[0], () => ReadCatalog(view), static catalog => catalog.Bytes);

    /// <summary>What the blocks of a segment hold.</summary>
    internal BlockStatistics StatisticsOf(BucketView view, Segment segment) =>
        _statistics.GetOrAdd(segment, () => ReadStatistics(view, segment), static statistics => statistics.Bytes);

    /// <summary>Adds the blocks of a segment that may hold a trace.</summary>
    internal void FindBlocks(BucketView view, Segment segment, uint hash, List<int> blocks)
    {
        var page = TracePostings.PageOf(segment.Postings, hash);
        if (page >= 0)
        {
            using var frame = Read(view, segment.Postings[page].Place, FrameKind.TracePostings);
            TracePostings.Find(frame.Payload, hash, blocks);
        }
    }

    /// <summary>Adds all trace postings of a segment.</summary>
    internal void ReadPostings(BucketView view, Segment segment, int firstBlock, List<ulong> pairs)
    {
        foreach (var page in segment.Postings)
        {
            using var frame = Read(view, page.Place, FrameKind.TracePostings);
            TracePostings.ReadAll(frame.Payload, firstBlock, pairs);
        }
    }

    /// <summary>Reads a block.</summary>
    internal FrameLease ReadBlock(BucketView view, Segment segment, int block) => Read(view, segment.Blocks[block], FrameKind.Block);

    private FrameLease Read(BucketView view, FramePlace place, FrameKind kind) =>
        FrameReader.Read(view.Bucket.File, place.Offset, place.Size, kind, seed);

    private Catalog ReadCatalog(BucketView view)
    {
        var catalog = new Catalog(seed);
        using var frame = Read(view, view.Segments[0].Tables, FrameKind.Tables);
        CatalogTables.Read(CompressedPayload.Read(frame.Payload), catalog);
        return catalog;
    }

    private BlockStatistics ReadStatistics(BucketView view, Segment segment)
    {
        using var frame = Read(view, segment.Statistics, FrameKind.BlockStatistics);
        return BlockStatistics.Read(CompressedPayload.Read(frame.Payload));
    }
}
