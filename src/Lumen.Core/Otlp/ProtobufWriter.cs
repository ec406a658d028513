using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Lumen.Otlp;

/// <summary>
/// Writes protobuf into an array rented from a pool, which grows as it is needed. Numbers and lengths are written in their
/// shortest form. Fields are written even where they hold their default: leaving those out is the caller's choice.
/// </summary>
/// <remarks>
/// Not thread-safe. Dispose returns the array; <see cref="Detach"/> hands it over instead. A message holds at most 2 GiB: what goes
/// beyond throws <see cref="InvalidOperationException"/>. Source: protobuf encoding guide.
/// </remarks>
public sealed class ProtobufWriter : IDisposable
{
    private const int MaxVarintLength = 10;

    private readonly ArrayPool<byte> _pool;
    private byte[] _buffer;
    private int _length;

    /// <summary>Begins an empty message.</summary>
    /// <param name="capacity">Bytes to rent at first, at least 1.</param>
    /// <param name="pool">Where arrays are rented; null for the shared pool. What it throws leaves the writer as it was.</param>
    public ProtobufWriter(int capacity = 256, ArrayPool<byte>? pool = null)
    {
        _pool = pool ?? ArrayPool<byte>.Shared;
        _buffer = _pool.Rent(capacity);
    }

    /// <summary>How many bytes have been written.</summary>
    public int Length => _length;

    /// <summary>What has been written, valid until the next write.</summary>
    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, _length);

    /// <summary>Writes a number as a varint: a bool, an enum, an int or a uint of any width.</summary>
    /// <param name="field">The field number.</param>
    /// <param name="value">The value; negative ones in two's complement of 64 bits.</param>
    public void WriteVarint(int field, ulong value)
    {
        WriteTag(field, WireType.Varint);
        WriteNumber(value);
    }

    /// <summary>Writes 8 bytes, little-endian.</summary>
    /// <param name="field">The field number.</param>
    /// <param name="value">The value.</param>
    public void WriteFixed64(int field, ulong value)
    {
        WriteTag(field, WireType.Fixed64);
        BinaryPrimitives.WriteUInt64LittleEndian(Take(sizeof(ulong)), value);
    }

    /// <summary>Writes 4 bytes, little-endian.</summary>
    /// <param name="field">The field number.</param>
    /// <param name="value">The value.</param>
    public void WriteFixed32(int field, uint value)
    {
        WriteTag(field, WireType.Fixed32);
        BinaryPrimitives.WriteUInt32LittleEndian(Take(sizeof(uint)), value);
    }

    /// <summary>Writes a double.</summary>
    /// <param name="field">The field number.</param>
    /// <param name="value">The value.</param>
    public void WriteDouble(int field, double value) => WriteFixed64(field, BitConverter.DoubleToUInt64Bits(value));

    /// <summary>Writes bytes, a string that is UTF-8 already, or a message that is encoded already.</summary>
    /// <param name="field">The field number.</param>
    /// <param name="value">The bytes.</param>
    public void WriteBytes(int field, ReadOnlySpan<byte> value)
    {
        WriteTag(field, WireType.LengthDelimited);
        WriteNumber((ulong)value.Length);
        WriteRaw(value);
    }

    /// <summary>Writes a string as UTF-8; a lone surrogate becomes U+FFFD.</summary>
    /// <param name="field">The field number.</param>
    /// <param name="value">The text.</param>
    public void WriteString(int field, ReadOnlySpan<char> value)
    {
        var length = Encoding.UTF8.GetByteCount(value);
        WriteTag(field, WireType.LengthDelimited);
        WriteNumber((ulong)length);
        Encoding.UTF8.GetBytes(value, Take(length));
    }

    /// <summary>Writes a trace id as its 16 bytes.</summary>
    /// <param name="field">The field number.</param>
    /// <param name="id">The id.</param>
    public void WriteTraceId(int field, TraceId id)
    {
        WriteTag(field, WireType.LengthDelimited);
        WriteNumber(TraceId.Size);
        id.CopyTo(Take(TraceId.Size));
    }

    /// <summary>Writes a span id as its 8 bytes.</summary>
    /// <param name="field">The field number.</param>
    /// <param name="id">The id.</param>
    public void WriteSpanId(int field, SpanId id)
    {
        WriteTag(field, WireType.LengthDelimited);
        WriteNumber(SpanId.Size);
        id.CopyTo(Take(SpanId.Size));
    }

    /// <summary>Copies whole fields that are encoded already, their tags included.</summary>
    /// <param name="fields">The bytes of the fields.</param>
    public void WriteRaw(ReadOnlySpan<byte> fields) => fields.CopyTo(Take(fields.Length));

    /// <summary>Begins a nested message; what is written until <see cref="EndMessage"/> is its content.</summary>
    /// <param name="field">The field number.</param>
    /// <returns>The mark to end it with. Messages end in the reverse order of their beginnings.</returns>
    public int BeginMessage(int field)
    {
        WriteTag(field, WireType.LengthDelimited);
        Take(1);
        return _length;
    }

    /// <summary>Ends a nested message. A content of 128 bytes or more is moved, to make room for the rest of its length.</summary>
    /// <param name="mark">What <see cref="BeginMessage"/> returned.</param>
    public void EndMessage(int mark)
    {
        var length = _length - mark;
        var more = VarintLength((ulong)length) - 1;
        if (more > 0)
        {
            Take(more);
            _buffer.AsSpan(mark, length).CopyTo(_buffer.AsSpan(mark + more));
        }

        Encode((ulong)length, _buffer.AsSpan(mark - 1));
    }

    /// <summary>Takes back what was written behind a length.</summary>
    /// <param name="length">An earlier value of <see cref="Length"/>, outside no message that is still open.</param>
    public void Truncate(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, _length);
        _length = length;
    }

    /// <summary>A copy of what has been written.</summary>
    public byte[] ToArray() => Written.ToArray();

    /// <summary>Hands the rented array over and leaves the writer disposed.</summary>
    /// <param name="length">How many bytes of it were written.</param>
    /// <returns>An array of the pool, which the caller returns.</returns>
    public byte[] Detach(out int length)
    {
        var buffer = _buffer;
        length = _length;
        _buffer = [];
        _length = 0;
        return buffer;
    }

    /// <summary>Returns the array to the pool. The second call does nothing.</summary>
    public void Dispose()
    {
        if (_buffer.Length > 0)
        {
            _pool.Return(_buffer);
        }

        _buffer = [];
        _length = 0;
    }

    /// <summary>Where arrays are rented.</summary>
    internal ArrayPool<byte> Pool => _pool;

    /// <summary>What has been written behind a length, to be changed in place; valid until the next write.</summary>
    /// <param name="start">An earlier value of <see cref="Length"/>.</param>
    internal Span<byte> WrittenFrom(int start) => _buffer.AsSpan(start, _length - start);

    private static int VarintLength(ulong value) => ((BitOperations.Log2(value | 1) * 9) + 73) / 64;

    private static int Encode(ulong value, Span<byte> destination)
    {
        var count = 0;
        while (value >= 0x80)
        {
            destination[count++] = (byte)(value | 0x80);
            value >>= 7;
        }

        destination[count++] = (byte)value;
        return count;
    }

    private void WriteTag(int field, WireType type) => WriteNumber(((ulong)(uint)field << 3) | (ulong)type);

    private void WriteNumber(ulong value)
    {
        if (_buffer.Length - _length < MaxVarintLength)
        {
            Grow(MaxVarintLength);
        }

        _length += Encode(value, _buffer.AsSpan(_length));
    }

    private Span<byte> Take(int count)
    {
        if (_buffer.Length - _length < count)
        {
            Grow(count);
        }

        var taken = _buffer.AsSpan(_length, count);
        _length += count;
        return taken;
    }

    private void Grow(int more)
    {
        var needed = (long)_length + more;
        if (needed > Array.MaxLength)
        {
            throw new InvalidOperationException("A protobuf message holds at most 2 GiB.");
        }

        var larger = _pool.Rent((int)Math.Min(Array.MaxLength, Math.Max(needed, _buffer.Length * 2L)));
        Written.CopyTo(larger);
        if (_buffer.Length > 0)
        {
            _pool.Return(_buffer);
        }

        _buffer = larger;
    }
}
