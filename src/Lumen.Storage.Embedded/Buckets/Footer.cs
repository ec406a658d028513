using System.Buffers.Binary;
using Lumen.Storage.Embedded.Files;
using Lumen.Storage.Embedded.Frames;
using Lumen.Storage.Embedded.Segments;

namespace Lumen.Storage.Embedded.Buckets;

/// <summary>The last frame of a finished bucket, of a fixed size: where its outline is.</summary>
internal static class Footer
{
    private const int PayloadSize = 2 * sizeof(long);

    internal static void Write(FrameAppender frames, FramePlace outline, FrameHeader header)
    {
        var payload = frames.BeginFrame().Reserve(PayloadSize);
        BinaryPrimitives.WriteInt64LittleEndian(payload, outline.Offset);
        BinaryPrimitives.WriteInt64LittleEndian(payload[sizeof(long)..], outline.Size);
        frames.EndFrame(header with { Kind = FrameKind.Footer });
    }

    /// <summary>Reads the segment that a finished bucket is.</summary>
    /// <returns>Null if the file does not end in a footer, or what it names cannot be read.</returns>
    internal static Segment? TryRead(StoreFile file, long seed)
    {
        var size = Frame.SizeOf(PayloadSize);
        if (file.Length < size)
        {
            return null;
        }

        try
        {
            using var footer = FrameReader.Read(file, file.Length - size, size, FrameKind.Footer, seed);
            var offset = BinaryPrimitives.ReadInt64LittleEndian(footer.Payload);
            var outlineSize = BinaryPrimitives.ReadInt64LittleEndian(footer.Payload[sizeof(long)..]);
            using var outline = FrameReader.Read(file, offset, checked((int)outlineSize), FrameKind.BucketOutline, seed);
            return Segment.Read(outline.Payload);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
