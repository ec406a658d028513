using Lumen.Storage.Embedded.Blocks;

namespace Lumen.Storage.Embedded.Frames;

/// <summary>A payload that is compressed as a whole: its length, then ZSTD.</summary>
internal static class CompressedPayload
{
    private const int MostBytes = 1 << 30;

    internal static void Write(ReadOnlySpan<byte> bytes, BlockCompression compression, ByteBuilder payload)
    {
        payload.AddVarint(bytes.Length);
        compression.Compress(bytes, payload);
    }

    /// <exception cref="InvalidDataException">The payload is not what was written.</exception>
    internal static byte[] Read(ReadOnlySpan<byte> payload)
    {
        var parser = new ByteParser(payload);
        var length = parser.TakeInt();
        if (length > MostBytes)
        {
            throw new InvalidDataException("A payload announces more than it can hold.");
        }

        var bytes = new byte[length];
        using var decompression = new BlockDecompression();
        decompression.Decompress(payload[parser.Position..], bytes);
        return bytes;
    }
}
