using ZstdSharp;

namespace Lumen.Storage.Embedded.Blocks;

/// <summary>Reads what <see cref="BlockCompression"/> wrote. Not thread-safe.</summary>
internal sealed class BlockDecompression : IDisposable
{
    private readonly Decompressor _decompressor = new();

    /// <summary>Fills a buffer with exactly the bytes that were compressed.</summary>
    /// <exception cref="InvalidDataException">The bytes are not what was written.</exception>
    internal void Decompress(ReadOnlySpan<byte> compressed, Span<byte> destination)
    {
        try
        {
            if (_decompressor.Unwrap(compressed, destination) != destination.Length)
            {
                throw new InvalidDataException("A compressed section is shorter than it says.");
            }
        }
        catch (ZstdException failure)
        {
            throw new InvalidDataException("A compressed section cannot be read.", failure);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _decompressor.Dispose();
}
