using System.Buffers;
using Lumen.Storage.Embedded.Files;

namespace Lumen.Storage.Embedded.Frames;

/// <summary>
/// Reads the frames of a file one after the other, each checked, and finds the next good one behind damage. Not thread-safe.
/// </summary>
internal sealed class FrameStream(StoreFile file, long seed, long start)
{
    private const int SearchBytes = 64 * 1024;

    private readonly long _length = file.Length;

    /// <summary>Where the next frame is looked for.</summary>
    internal long Position { get; private set; } = start;

    /// <summary>Whether bytes had to be passed over before the latest frame.</summary>
    internal bool HasSkipped { get; private set; }

    /// <summary>Reads the next good frame.</summary>
    /// <param name="frame">The frame; the caller returns it.</param>
    /// <param name="place">Where it is.</param>
    /// <returns>False if there is none left.</returns>
    internal bool TryRead(out FrameLease frame, out FramePlace place)
    {
        var begin = Position;
        for (var candidate = begin; candidate >= 0; candidate = FindMagic(candidate + 1))
        {
            if (TryReadAt(candidate, out frame))
            {
                place = new FramePlace(candidate, Frame.SizeOf(frame.Header.Length));
                HasSkipped = candidate > begin;
                Position = place.End;
                return true;
            }
        }

        (frame, place) = (default, default);
        return false;
    }

    private bool TryReadAt(long position, out FrameLease lease)
    {
        lease = default;
        Span<byte> head = stackalloc byte[Frame.HeaderSize];
        if (file.Read(head, position) < head.Length
            || !Frame.TryReadHeader(head, out var header)
            || header.Length > _length - position - Frame.HeaderSize)
        {
            return false;
        }

        try
        {
            lease = FrameReader.Read(file, position, Frame.SizeOf(header.Length), header.Kind, seed);
            return true;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    /// <summary>The next place at or behind a position where a frame may begin; -1 if there is none.</summary>
    private long FindMagic(long position)
    {
        Span<byte> magic = stackalloc byte[sizeof(uint)];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32LittleEndian(magic, Frame.Magic);
        var buffer = ArrayPool<byte>.Shared.Rent(SearchBytes);
        try
        {
            while (position < _length)
            {
                var read = file.Read(buffer.AsSpan(0, SearchBytes), position);
                var found = buffer.AsSpan(0, read).IndexOf(magic);
                if (found >= 0)
                {
                    return position + found;
                }

                // The magic may lie across two pieces.
                position += Math.Max(1, read - magic.Length + 1);
            }

            return -1;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
