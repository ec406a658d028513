using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ulong TakeVarint()
    {
        // Most numbers of a block have one byte.
        var position = Position;
        if ((uint)position < (uint)_bytes.Length && _bytes[position] is < 0x80 and var small)
        {
            Position = position + 1;
            return small;
        }

        return TakeLongVarint();
    }

    private ulong TakeLongVarint()
    {
        if (Left >= sizeof(ulong))
        {
            var word = BinaryPrimitives.ReadUInt64LittleEndian(_bytes[Position..]);
            var ends = ~word & 0x8080_8080_8080_8080;
            if (ends != 0)
            {
                Position += (BitOperations.TrailingZeroCount(ends) >> 3) + 1;
                return JoinGroups(word & (ends ^ (ends - 1)));
            }
        }

        return TakeBytewise();
    }

    /// <summary>Joins the lower 7 bits of each byte: by twos, by fours, by eights.</summary>
    private static ulong JoinGroups(ulong word)
    {
        word = (word & 0x007F_007F_007F_007F) | ((word & 0x7F00_7F00_7F00_7F00) >> 1);
        word = (word & 0x0000_3FFF_0000_3FFF) | ((word & 0x3FFF_0000_3FFF_0000) >> 2);
        return (word & 0x0000_0000_0FFF_FFFF) | ((word & 0x0FFF_FFFF_0000_0000) >> 4);
    }

    private ulong TakeBytewise()
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

    /// <summary>A number that is written as its distance from the one before it.</summary>
    internal int TakeIntAfter(int previous)
    {
        var distance = TakeInt();
        return distance <= int.MaxValue - previous ? previous + distance : throw TooShort();
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
