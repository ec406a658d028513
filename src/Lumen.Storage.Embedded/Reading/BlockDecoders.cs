using System.Collections.Concurrent;
using Lumen.Storage.Embedded.Blocks;

namespace Lumen.Storage.Embedded.Reading;

/// <summary>Decoders with their memory, for one block at a time each. Thread-safe.</summary>
internal sealed class BlockDecoders : IDisposable
{
    private const int MostKept = 8;

    private readonly ConcurrentBag<BlockDecoder> _idle = [];

    internal BlockDecoder Rent() => _idle.TryTake(out var decoder) ? decoder : new BlockDecoder();

    internal void Return(BlockDecoder decoder)
    {
        if (_idle.Count < MostKept)
        {
            _idle.Add(decoder);
        }
        else
        {
            decoder.Dispose();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        while (_idle.TryTake(out var decoder))
        {
            decoder.Dispose();
        }
    }
}
