using System.Buffers;
using Lumen.Storage.Embedded.Files;
using Lumen.Storage.Embedded.Frames;

namespace Lumen.Storage.Embedded.Logs;

/// <summary>
/// Finds the frames of a log file that can be believed (rule 9). Frames of a window that was overwritten since are found too; their
/// numbers say that they are old.
/// </summary>
internal static class LogScan
{
    /// <summary>Every intact frame, by its place.</summary>
    /// <param name="file">A log file.</param>
    /// <param name="seed">The directory's random number.</param>
    internal static List<LogFrame> Run(StoreFile file, long seed)
    {
        var frames = new List<LogFrame>();
        var length = file.Length;
        for (var position = LogFile.FirstFrame; position < length;)
        {
            var header = ReadHeader(file, position);
            if (header is { Kind: FrameKind.Batches } found && IsIntact(file, position, length, found, seed))
            {
                frames.Add(new LogFrame(position, found));
                position = frames[^1].End;
            }
            else
            {
                position += Frame.Alignment;
            }
        }

        return frames;
    }

    /// <summary>What looks like a header at a position, believed or not.</summary>
    internal static FrameHeader? ReadHeader(StoreFile file, long position)
    {
        Span<byte> bytes = stackalloc byte[Frame.HeaderSize];
        return file.Read(bytes, position) == bytes.Length && Frame.TryReadHeader(bytes, out var header) ? header : null;
    }

    private static bool IsIntact(StoreFile file, long position, long fileLength, in FrameHeader header, long seed)
    {
        var size = (long)Frame.HeaderSize + header.Length;
        if (size > fileLength - position)
        {
            return false;
        }

        var buffer = ArrayPool<byte>.Shared.Rent((int)size);
        try
        {
            var frame = buffer.AsSpan(0, (int)size);
            return file.Read(frame, position) == frame.Length && Frame.IsIntact(frame, header, seed);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}

/// <summary>A frame in a log file.</summary>
/// <param name="Position">Where it begins.</param>
/// <param name="Header">Its header.</param>
internal readonly record struct LogFrame(long Position, FrameHeader Header)
{
    /// <summary>Where the next frame of the window begins.</summary>
    internal long End => Position + Frame.Align(Frame.SizeOf(Header.Length));
}
