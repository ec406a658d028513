using System.Buffers.Binary;
using Lumen.Storage.Embedded.Files;

namespace Lumen.Storage.Embedded.Frames;

/// <summary>
/// The first frame of every log and bucket: the seed of the checksums behind it, so that each file can be read by itself.
/// </summary>
internal static class FileStart
{
    /// <summary>Header and payload.</summary>
    internal const int Size = Frame.HeaderSize + sizeof(long);

    /// <summary>Writes it to the beginning of a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="seed">The directory's random number.</param>
    /// <param name="bucket">The number of the bucket; of a log, how long the file is at least.</param>
    /// <param name="arrival">When it is written.</param>
    internal static void Write(StoreFile file, long seed, long bucket, long arrival)
    {
        Span<byte> frame = stackalloc byte[Size];
        BinaryPrimitives.WriteInt64LittleEndian(frame[Frame.HeaderSize..], seed);
        var header = new FrameHeader { Kind = FrameKind.FileStart, Length = sizeof(long), Bucket = bucket, Arrival = arrival };
        Frame.Seal(frame, header, seed: 0);
        file.Write(frame, 0);
    }

    /// <summary>Reads the seed from the beginning of a file.</summary>
    /// <returns>Null if it is not there or damaged.</returns>
    internal static long? TryReadSeed(StoreFile file)
    {
        Span<byte> frame = stackalloc byte[Size];
        return TryRead(file, frame, out _) ? BinaryPrimitives.ReadInt64LittleEndian(frame[Frame.HeaderSize..]) : null;
    }

    /// <summary>Whether a log file is shorter than it was once: what its end held is lost.</summary>
    internal static bool IsCut(StoreFile log)
    {
        Span<byte> frame = stackalloc byte[Size];
        return log.Length < Size || (TryRead(log, frame, out var header) && header.Bucket > log.Length);
    }

    private static bool TryRead(StoreFile file, Span<byte> frame, out FrameHeader header)
    {
        header = default;
        return file.Read(frame, 0) == Size
            && Frame.TryReadHeader(frame, out header)
            && header is { Kind: FrameKind.FileStart, Length: sizeof(long) }
            && Frame.IsIntact(frame, header, seed: 0);
    }
}
