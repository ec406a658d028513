using System.Runtime.CompilerServices;
using Lumen.Storage.Embedded.Catalogs;
using Lumen.Storage.Embedded.Columns;
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
    private const long FoundCacheBytes = 4L * 1024 * 1024;
    private const long NamesCacheBytes = 16L * 1024 * 1024;
    private const long BytesOfFound = 160;

    private readonly SizedCache<Segment, BlockStatistics> _statistics = new(CacheBytes, ReferenceEqualityComparer.Instance);
    private readonly SizedCache<(Segment Segment, uint Hash), int[]> _found =
        new(FoundCacheBytes, EqualityComparer<(Segment, uint)>.Create(
            static (left, right) => ReferenceEquals(left.Item1, right.Item1) && left.Item2 == right.Item2,
            static key => HashCode.Combine(RuntimeHelpers.GetHashCode(key.Item1), key.Item2)));

    private readonly SizedCache<Segment, Catalog> _catalogs = new(CacheBytes, ReferenceEqualityComparer.Instance);

    private readonly SizedCache<Segment, BucketNames> _names = new(NamesCacheBytes, ReferenceEqualityComparer.Instance);

    /// <summary>The hashes by which attributes are found.</summary>
    internal AttributeHash Hashes => new(seed);

    /// <summary>The catalog of a bucket.</summary>
    internal Catalog CatalogOf(BucketView view) =>
        view.LiveCatalog ?? _catalogs.GetOrAdd(view.Segments[0], () => ReadCatalog(view), static catalog => catalog.Bytes);

    /// <summary>Which services and names a bucket has; null where its catalog is at hand and says so itself.</summary>
    internal BucketNames? NamesOf(BucketView view) => view.LiveCatalog is not null
        ? null
        : _names.GetOrAdd(view.Segments[0], () => BucketNames.Of(CatalogOf(view), seed), static names => names.Bytes);

    /// <summary>What the blocks of a segment hold.</summary>
    internal BlockStatistics StatisticsOf(BucketView view, Segment segment) =>
        _statistics.GetOrAdd(segment, () => ReadStatistics(view, segment), static statistics => statistics.Bytes);

    /// <summary>Adds the blocks of a segment that have a posting, of a trace for example.</summary>
    internal void FindBlocks(BucketView view, Segment segment, uint hash, List<int> blocks) =>
        // A search asks for each of its traces, and whoever reads its answer asks for them again.
        blocks.AddRange(_found.GetOrAdd(
            (segment, hash), () => ReadBlocks(view, segment, hash), static found => BytesOfFound + (found.Length * sizeof(int))));

    /// <summary>
    /// The blocks of a segment that may have an attribute, in ascending order: those with its posting, and those that hold spans into which
    /// no posting looks.
    /// </summary>
    /// <param name="view">The bucket.</param>
    /// <param name="segment">The segment.</param>
    /// <param name="hash">What <see cref="Columns.AttributeHash"/> gave.</param>
    internal IReadOnlyCollection<int> FindAttributeBlocks(BucketView view, Segment segment, uint hash)
    {
        var blocks = new List<int>();
        FindBlocks(view, segment, hash, blocks);
        return segment.OpaqueBlocks.Length == 0 ? blocks : new SortedSet<int>([.. blocks, .. segment.OpaqueBlocks]);
    }

    /// <summary>Adds the postings of a segment whose hashes lie in a range.</summary>
    internal void ReadPostings(BucketView view, Segment segment, HashRange hashes, int firstBlock, List<ulong> pairs)
    {
        var pages = segment.Postings;
        var page = Math.Max(0, PostingPages.PageOf(pages, hashes.First));
        for (; page < pages.Length && pages[page].FirstHash <= hashes.Last; page++)
        {
            using var frame = Read(view, pages[page].Place, FrameKind.Postings);
            PostingPages.Read(frame.Payload, hashes, firstBlock, pairs);
        }
    }

    /// <summary>Reads a block.</summary>
    internal FrameLease ReadBlock(BucketView view, Segment segment, int block) => (uint)block < (uint)segment.Blocks.Length
        ? Read(view, segment.Blocks[block], FrameKind.Block)
        : throw new InvalidDataException("The postings name a block that is not there.");

    private int[] ReadBlocks(BucketView view, Segment segment, uint hash)
    {
        var page = PostingPages.PageOf(segment.Postings, hash);
        if (page < 0)
        {
            return [];
        }

        var blocks = new List<int>();
        using var frame = Read(view, segment.Postings[page].Place, FrameKind.Postings);
        PostingPages.Find(frame.Payload, hash, blocks);
        return [.. blocks];
    }

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
