using ZstdSharp;

namespace Lumen.Storage.Embedded.Blocks;

/// <summary>ZSTD level 1 into and out of builders. Not thread-safe: a compressor used by two threads ends the process.</summary>
internal sealed class BlockCompression : IDisposable
{
    private const int Level = 1;

    private readonly Compressor _compressor = new(Level);

    /// <summary>Adds the compressed form of some bytes.</summary>
    /// <returns>How many bytes it has.</returns>
    internal int Compress(ReadOnlySpan<byte> bytes, Frames.ByteBuilder destination)
    {
        var size = _compressor.Wrap(bytes, destination.Room(Compressor.GetCompressBound(bytes.Length)));
        destination.Advance(size);
        return size;
    }

    /// <inheritdoc/>
    public void Dispose() => _compressor.Dispose();
}
