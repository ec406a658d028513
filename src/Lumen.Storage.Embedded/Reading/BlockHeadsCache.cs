using Lumen.Storage.Embedded.Buckets;
using Lumen.Storage.Embedded.Segments;

namespace Lumen.Storage.Embedded.Reading;

/// <summary>
/// Reads what is known of the spans of blocks without their values, and keeps what was used last: the newest blocks are asked for again
/// and again. Thread-safe. Damage is an <see cref="InvalidDataException"/>.
/// </summary>
internal sealed class BlockHeadsCache(OpenBlocks blocks)
{
    /// <summary>Some 600,000 spans.</summary>
    private const long CacheBytes = 32L * 1024 * 1024;

    private readonly SizedCache<BlockKey, BlockHeads> _heads = new(CacheBytes, EqualityComparer<BlockKey>.Default);

    /// <summary>The heads of a block.</summary>
    internal BlockHeads Of(BucketView bucket, Segment segment, int block) => _heads.GetOrAdd(
        new BlockKey(segment, block), () => Read(bucket, segment, block), static heads => heads.Bytes);

    private BlockHeads Read(BucketView bucket, Segment segment, int block)
    {
        using var open = blocks.Open(bucket, segment, block);
        return new BlockHeads(open.Columns);
    }
}
