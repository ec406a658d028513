using System.Buffers.Binary;
using System.IO.Hashing;
using ZstdSharp;

namespace Lumen.Storage.Embedded.Golden;

/// <summary>Numbers and frames as docs/formats/frames.md says, with no code of the store.</summary>
internal ref struct DocumentedBytes(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    internal int Position { get; private set; }

    internal readonly bool IsAtEnd => Position == _bytes.Length;

    internal ReadOnlySpan<byte> Take(int count)
    {
        Position += count;
        return _bytes.Slice(Position - count, count);
    }

    internal byte TakeByte() => Take(1)[0];

    internal ulong TakeFixed() => BinaryPrimitives.ReadUInt64LittleEndian(Take(8));

    internal ulong TakeVarint()
    {
        var (value, shift) = (0UL, 0);
        while (true)
        {
            var next = TakeByte();
            value |= (ulong)(next & 0x7F) << shift;
            shift += 7;
            if (next < 0x80)
            {
                return value;
            }
        }
    }

    internal int TakeInt() => checked((int)TakeVarint());

    internal long TakeSigned()
    {
        var value = TakeVarint();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    internal byte[] TakeCounted() => Take(TakeInt()).ToArray();

    /// <summary>A payload that is compressed as a whole.</summary>
    internal static byte[] Inflate(byte[] payload)
    {
        var parser = new DocumentedBytes(payload);
        var length = parser.TakeInt();
        return Unpack(payload.AsSpan(parser.Position), length);
    }

    internal static byte[] Unpack(ReadOnlySpan<byte> packed, int length)
    {
        if (packed.Length == length)
        {
            return packed.ToArray();
        }

        using var decompressor = new Decompressor();
        var unpacked = decompressor.Unwrap(packed).ToArray();
        Assert.Equal(length, unpacked.Length);
        return unpacked;
    }

    /// <summary>The frame at a place of a file.</summary>
    internal static DocumentedFrame FrameAt(byte[] file, long offset, ulong seed)
    {
        var frame = file.AsSpan((int)offset);
        Assert.Equal("LUMN"u8.ToArray(), frame[..4].ToArray());
        Assert.Equal(1u, BinaryPrimitives.ReadUInt32LittleEndian(frame[4..]));
        var kind = BinaryPrimitives.ReadUInt16LittleEndian(frame[16..]);
        var length = BinaryPrimitives.ReadInt32LittleEndian(frame[20..]);
        var hash = XxHash3.HashToUInt64(frame[16..(56 + length)], kind is 1 or 10 ? 0 : (long)seed);
        Assert.Equal(hash, BinaryPrimitives.ReadUInt64LittleEndian(frame[8..]));
        return new DocumentedFrame(
            kind, offset, BinaryPrimitives.ReadInt64LittleEndian(frame[24..]), frame[56..(56 + length)].ToArray());
    }
}

/// <summary>A frame.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Offset">Where it begins.</param>
/// <param name="Window">Its window.</param>
/// <param name="Payload">What it holds.</param>
internal sealed record DocumentedFrame(int Kind, long Offset, long Window, byte[] Payload)
{
    internal int Size => 56 + Payload.Length;
}
