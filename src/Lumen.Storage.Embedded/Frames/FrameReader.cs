using System.Buffers;
using Lumen.Storage.Embedded.Files;

namespace Lumen.Storage.Embedded.Frames;

/// <summary>Reads single frames of a file whose place and length are known. Thread-safe.</summary>
internal static class FrameReader
{
    /// <summary>Reads a frame into a rented array.</summary>
    /// <param name="file">The file.</param>
    /// <param name="offset">Where the frame begins.</param>
    /// <param name="size">Header and payload.</param>
    /// <param name="kind">What must be there.</param>
    /// <param name="seed">The directory's random number.</param>
    /// <exception cref="InvalidDataException">Something else is there, or the checksum does not hold.</exception>
    internal static FrameLease Read(StoreFile file, long offset, int size, FrameKind kind, long seed)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(size);
        try
        {
            var frame = buffer.AsSpan(0, size);
            if (file.Read(frame, offset) == size
                && Frame.TryReadHeader(frame, out var header)
                && header.Kind == kind
                && Frame.SizeOf(header.Length) == size
                && Frame.IsIntact(frame, header, seed))
            {
                return new FrameLease(buffer, header);
            }
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(buffer);
            throw;
        }

        ArrayPool<byte>.Shared.Return(buffer);
        throw new InvalidDataException($"The checksum of '{file.Name}' does not hold at bytes {offset} to {offset + size - 1}.");
    }
}
