using Lumen.Storage.Embedded.Blocks;
using Lumen.Storage.Embedded.Buckets;
using Lumen.Storage.Embedded.Segments;

namespace Lumen.Storage.Embedded.Reading;

/// <summary>
/// Opens blocks, and keeps those that were open last with all that was decoded of them, and of far more blocks the columns: a search reads
/// these, and whoever reads its answer wants spans of the same blocks. Thread-safe; damage is an <see cref="InvalidDataException"/>.
/// </summary>
internal sealed class OpenBlocks(BucketParts parts) : IDisposable
{
    /// <summary>Most of a window: the newest traces are there.</summary>
    private const int MostKept = 12;

    /// <summary>Several times what a block of common spans takes.</summary>
    private const long MostBytesOfKept = 8L * 1024 * 1024;

    /// <summary>Some 600,000 spans.</summary>
    private const long BytesOfColumns = 32L * 1024 * 1024;

    private readonly SizedCache<BlockKey, BlockColumns> _columns = new(BytesOfColumns, EqualityComparer<BlockKey>.Default);
    private readonly Lock _lock = new();

    // The one that was given back last stands last.
    private readonly List<OpenBlock> _kept = [];

    /// <summary>What is known of the spans of a block without their values. Nobody changes it.</summary>
    internal BlockColumns ColumnsOf(BucketView bucket, Segment segment, int number) => _columns.GetOrAdd(
        new BlockKey(segment, number),
        () =>
        {
            using var block = Open(bucket, segment, number);
            return block.CopyColumns();
        },
        static columns => columns.Bytes);

    /// <summary>A block, which nobody else has until it is disposed.</summary>
    internal OpenBlock Open(BucketView bucket, Segment segment, int number)
    {
        var key = new BlockKey(segment, number);
        var block = TakeKept(key) ?? new OpenBlock(this);
        if (block.Key == key)
        {
            return block;
        }

        try
        {
            block.Turn(key, parts.ReadBlock(bucket, segment, number), _columns.Find(key));
            return block;
        }
        catch
        {
            block.Dispose();
            throw;
        }
    }

    /// <summary>Keeps a block for whoever wants it next.</summary>
    internal void TakeBack(OpenBlock block)
    {
        lock (_lock)
        {
            if (_kept.Count < MostKept && block.Bytes <= MostBytesOfKept)
            {
                _kept.Add(block);
                return;
            }
        }

        block.Free();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            _kept.ForEach(static block => block.Free());
            _kept.Clear();
        }
    }

    /// <summary>The block itself if it is kept; otherwise, if there is no room for another, the one that was used longest ago.</summary>
    private OpenBlock? TakeKept(BlockKey key)
    {
        lock (_lock)
        {
            var place = _kept.FindLastIndex(block => block.Key == key);
            if (place < 0)
            {
                if (_kept.Count < MostKept)
                {
                    return null;
                }

                place = 0;
            }

            var block = _kept[place];
            _kept.RemoveAt(place);
            return block;
        }
    }
}
