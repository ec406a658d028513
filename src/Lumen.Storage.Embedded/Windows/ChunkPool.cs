using System.Collections.Concurrent;

namespace Lumen.Storage.Embedded.Windows;

/// <summary>The memory of windows: arrays of one size that are used again. Thread-safe.</summary>
/// <param name="chunkBytes">Bytes of a chunk.</param>
internal sealed class ChunkPool(int chunkBytes)
{
    /// <summary>The most that a chunk has: a frame of a log fits in one, unless a single batch is larger.</summary>
    internal const int MaxChunkBytes = 1024 * 1024;

    private readonly ConcurrentBag<byte[]> _chunks = [];

    /// <summary>Bytes of a chunk.</summary>
    internal int ChunkBytes { get; } = chunkBytes;

    /// <summary>An array of at least so many bytes, with old content; larger than a chunk if need be.</summary>
    internal byte[] Rent(int atLeast) =>
        atLeast <= ChunkBytes && _chunks.TryTake(out var chunk)
            ? chunk
            : GC.AllocateUninitializedArray<byte>(Math.Max(atLeast, ChunkBytes));

    /// <summary>Takes an array back. Those of an unusual size are left to the collector.</summary>
    internal void Return(byte[] chunk)
    {
        if (chunk.Length == ChunkBytes)
        {
            _chunks.Add(chunk);
        }
    }
}
