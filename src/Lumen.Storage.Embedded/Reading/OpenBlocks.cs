using Lumen.Storage.Embedded.Buckets;
using Lumen.Storage.Embedded.Segments;

namespace Lumen.Storage.Embedded.Reading;

/// <summary>
/// Opens blocks, and keeps those that were open last with all that was decoded of them: a search reads the heads of a block, and whoever
/// reads its answer wants spans of the same few blocks. Thread-safe; damage is an <see cref="InvalidDataException"/>.
/// </summary>
internal sealed class OpenBlocks(BucketParts parts) : IDisposable
{
    /// <summary>Most of a window: the newest traces are there.</summary>
    private const int MostKept = 12;

    /// <summary>Several times what a block of common spans takes.</summary>
    private const long MostBytesOfKept = 8L * 1024 * 1024;

    private readonly Lock _lock = new();

    // The one that was given back last stands last.
    private readonly List<OpenBlock> _kept = [];

    /// <summary>A block whose columns are read, which nobody else has until it is disposed.</summary>
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
            block.Turn(key, parts.ReadBlock(bucket, segment, number));
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
