using System.Runtime.CompilerServices;
using Lumen.Storage.Embedded.Buckets;
using Lumen.Storage.Embedded.Segments;

namespace Lumen.Storage.Embedded.Reading;

/// <summary>
/// Reads what is known of the spans of blocks without their values, and keeps what was used last: the newest blocks are asked for again
/// and again. Thread-safe. Damage is an <see cref="InvalidDataException"/>.
/// </summary>
internal sealed class BlockHeadsCache(BucketParts parts, BlockDecoders decoders)
{
    /// <summary>Some 600,000 spans.</summary>
    private const long CacheBytes = 32L * 1024 * 1024;

    private readonly SizedCache<BlockKey, BlockHeads> _heads = new(CacheBytes, EqualityComparer<BlockKey>.Default);

    /// <summary>The heads of a block.</summary>
    internal BlockHeads Of(BucketView bucket, Segment segment, int block) => _heads.GetOrAdd(
        new BlockKey(segment, block), () => Read(bucket, segment, block), static heads => heads.Bytes);

    private BlockHeads Read(BucketView bucket, Segment segment, int block)
    {
        using var frame = parts.ReadBlock(bucket, segment, block);
        var decoder = decoders.Rent();
        try
        {
            decoder.ReadColumns(frame.Payload);
            return new BlockHeads(decoder.Columns);
        }
        finally
        {
            decoders.Return(decoder);
        }
    }

    /// <summary>A block of one very segment: a bucket that is rewritten or finished has other ones.</summary>
    private readonly struct BlockKey(Segment segment, int block) : IEquatable<BlockKey>
    {
        private readonly Segment _segment = segment;
        private readonly int _block = block;

        public bool Equals(BlockKey other) => ReferenceEquals(_segment, other._segment) && _block == other._block;

        public override bool Equals(object? obj) => obj is BlockKey other && Equals(other);

        public override int GetHashCode() => HashCode.Combine(RuntimeHelpers.GetHashCode(_segment), _block);
    }
}
