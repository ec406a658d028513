using System.Buffers.Binary;

namespace Lumen.Storage.Embedded.Frames;

/// <summary>
/// Reads what <see cref="ByteBuilder"/> wrote. The bytes have passed a checksum, yet no length in them is trusted: what does not fit is an
/// <see cref="InvalidDataException"/>.
/// </summary>
internal ref struct ByteParser(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>How many bytes have been read.</summary>
    internal int Position { get; private set; }

    /// <summary>How many bytes are left.</summary>
    internal readonly int Left => _bytes.Length - Position;

    internal ReadOnlySpan<byte> Take(int count)
    {
        if (count < 0 || count > Left)
        {
            throw TooShort();
        }

        Position += count;
        return _bytes.Slice(Position - count, count);
    }

    internal byte TakeByte() => Take(1)[0];

    internal ulong TakeUInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(sizeof(ulong)));

    internal ulong TakeVarint()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64 && Position < _bytes.Length; shift += 7)
        {
            var next = _bytes[Position++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }

        throw TooShort();
    }

    internal int TakeInt()
    {
        var value = TakeVarint();
        return value <= int.MaxValue ? (int)value : throw TooShort();
    }

    /// <summary>A number of things that follow, each of at least one byte: more than there are bytes cannot be.</summary>
    internal int TakeCount()
    {
        var count = TakeInt();
        return count <= Left ? count : throw TooShort();
    }

    internal long TakeSigned()
    {
        var value = TakeVarint();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    internal ReadOnlySpan<byte> TakeCounted() => Take(TakeInt());

    private static InvalidDataException TooShort() => new("The bytes end before what they announce.");
}
