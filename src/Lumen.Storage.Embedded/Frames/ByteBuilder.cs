using System.Buffers.Binary;

namespace Lumen.Storage.Embedded.Frames;

/// <summary>Bytes that are being put together; reused, so that its array grows to what is needed once. One thread at a time.</summary>
internal sealed class ByteBuilder(int capacity = 4096)
{
    private const int MaxVarint = 10;

    private byte[] _bytes = new byte[capacity];

    /// <summary>How many bytes there are.</summary>
    internal int Length { get; private set; }

    /// <summary>The bytes; valid until the next one is added.</summary>
    internal Span<byte> Written => _bytes.AsSpan(0, Length);

    /// <summary>Forgets the bytes, keeps the memory.</summary>
    internal void Clear() => Length = 0;

    /// <summary>Forgets the bytes behind a length.</summary>
    internal void CutTo(int length) => Length = length;

    /// <summary>Adds room for bytes that the caller fills.</summary>
    internal Span<byte> Reserve(int count)
    {
        var room = Room(count)[..count];
        Length += count;
        return room;
    }

    /// <summary>At least <paramref name="count"/> bytes behind the last one, which <see cref="Advance"/> then counts in.</summary>
    internal Span<byte> Room(int count)
    {
        if (_bytes.Length - Length < count)
        {
            Array.Resize(ref _bytes, (int)Math.Min(Array.MaxLength, Math.Max(_bytes.Length * 2L, Length + (long)count)));
        }

        return _bytes.AsSpan(Length);
    }

    /// <summary>Counts bytes in that were written to <see cref="Room"/>.</summary>
    internal void Advance(int count) => Length += count;

    internal void Add(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Reserve(bytes.Length));

    internal void AddByte(byte value)
    {
        if (Length == _bytes.Length)
        {
            Room(1);
        }

        _bytes[Length++] = value;
    }

    internal void AddUInt64(ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(Reserve(sizeof(ulong)), value);

    /// <summary>Adds a number of 7 bits a byte, the lowest first, as protobuf does.</summary>
    internal void AddVarint(ulong value)
    {
        var room = Room(MaxVarint);
        var length = 0;
        while (value >= 0x80)
        {
            room[length++] = (byte)(value | 0x80);
            value >>= 7;
        }

        room[length++] = (byte)value;
        Length += length;
    }

    internal void AddVarint(int value) => AddVarint((ulong)value);

    /// <summary>Adds a number near zero of either sign: 0, -1, 1, -2 become 0, 1, 2, 3.</summary>
    internal void AddSigned(long value) => AddVarint((ulong)((value << 1) ^ (value >> 63)));

    /// <summary>Adds bytes with their length before them.</summary>
    internal void AddCounted(ReadOnlySpan<byte> bytes)
    {
        AddVarint(bytes.Length);
        Add(bytes);
    }
}
