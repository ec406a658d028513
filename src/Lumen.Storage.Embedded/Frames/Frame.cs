using System.Buffers.Binary;
using System.IO.Hashing;

namespace Lumen.Storage.Embedded.Frames;

/// <summary>
/// The one format of everything on disk: a header of 56 bytes with a checksum, then the payload. The checksum is seeded with a random
/// number of the directory, so that no payload can contain what looks like a frame. Layout: docs/formats/frames.md.
/// </summary>
internal static class Frame
{
    /// <summary>Bytes before the payload.</summary>
    internal const int HeaderSize = 56;

    /// <summary>Frames of a log begin at multiples of this.</summary>
    internal const int Alignment = 4096;

    /// <summary>The version of everything on disk. Any other is refused.</summary>
    internal const uint Format = 1;

    /// <summary>"LUMN" as it stands in the file.</summary>
    internal const uint Magic = 0x4E4D554C;

    private const ushort ContinuesCommit = 1;
    private const int FormatOffset = 4;
    private const int HashOffset = 8;
    private const int HashedFrom = 16;

    /// <summary>The bytes a frame takes, without padding.</summary>
    internal static int SizeOf(int payloadLength) => HeaderSize + payloadLength;

    /// <summary>The next multiple of <see cref="Alignment"/>.</summary>
    internal static long Align(long length) => (length + Alignment - 1) & ~(Alignment - 1L);

    /// <summary>Writes the header before a payload that is in place already.</summary>
    /// <param name="frame">Header and payload.</param>
    /// <param name="header">What to write; its length must be that of the payload.</param>
    /// <param name="seed">The directory's random number.</param>
    internal static void Seal(Span<byte> frame, in FrameHeader header, long seed)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(frame, Magic);
        BinaryPrimitives.WriteUInt32LittleEndian(frame[FormatOffset..], Format);
        BinaryPrimitives.WriteUInt16LittleEndian(frame[16..], (ushort)header.Kind);
        BinaryPrimitives.WriteUInt16LittleEndian(frame[18..], header.ContinuesCommit ? ContinuesCommit : (ushort)0);
        BinaryPrimitives.WriteInt32LittleEndian(frame[20..], header.Length);
        BinaryPrimitives.WriteInt64LittleEndian(frame[24..], header.Window);
        BinaryPrimitives.WriteInt64LittleEndian(frame[32..], header.Bucket);
        BinaryPrimitives.WriteInt64LittleEndian(frame[40..], header.Arrival);
        BinaryPrimitives.WriteInt32LittleEndian(frame[48..], header.Sequence);
        BinaryPrimitives.WriteInt32LittleEndian(frame[52..], 0);
        BinaryPrimitives.WriteUInt64LittleEndian(frame[HashOffset..], HashOf(frame, header.Length, seed));
    }

    /// <summary>
    /// Reads a header without believing it: its length must be checked against the file, then the frame by <see cref="IsIntact"/>.
    /// </summary>
    /// <returns>Whether this looks like a frame of this format.</returns>
    internal static bool TryReadHeader(ReadOnlySpan<byte> bytes, out FrameHeader header)
    {
        header = default;
        if (bytes.Length < HeaderSize
            || BinaryPrimitives.ReadUInt32LittleEndian(bytes) != Magic
            || BinaryPrimitives.ReadUInt32LittleEndian(bytes[FormatOffset..]) != Format)
        {
            return false;
        }

        header = new FrameHeader
        {
            Kind = (FrameKind)BinaryPrimitives.ReadUInt16LittleEndian(bytes[16..]),
            ContinuesCommit = BinaryPrimitives.ReadUInt16LittleEndian(bytes[18..]) == ContinuesCommit,
            Length = BinaryPrimitives.ReadInt32LittleEndian(bytes[20..]),
            Window = BinaryPrimitives.ReadInt64LittleEndian(bytes[24..]),
            Bucket = BinaryPrimitives.ReadInt64LittleEndian(bytes[32..]),
            Arrival = BinaryPrimitives.ReadInt64LittleEndian(bytes[40..]),
            Sequence = BinaryPrimitives.ReadInt32LittleEndian(bytes[48..]),
        };
        return header.Length >= 0;
    }

    /// <summary>Whether the checksum holds over header and payload.</summary>
    /// <param name="frame">The whole frame, or more.</param>
    /// <param name="header">The header read from it.</param>
    /// <param name="seed">The directory's random number.</param>
    internal static bool IsIntact(ReadOnlySpan<byte> frame, in FrameHeader header, long seed) =>
        frame.Length - HeaderSize >= header.Length
        && BinaryPrimitives.ReadUInt64LittleEndian(frame[HashOffset..]) == HashOf(frame, header.Length, seed);

    private static ulong HashOf(ReadOnlySpan<byte> frame, int payloadLength, long seed) =>
        XxHash3.HashToUInt64(frame[HashedFrom..(HeaderSize + payloadLength)], seed);
}
