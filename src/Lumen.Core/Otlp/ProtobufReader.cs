using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Lumen.Otlp;

/// <summary>
/// Reads the fields of one protobuf message one after the other, without allocating and without trusting a single length. Lengths and
/// numbers may be padded (non-minimal), as the .NET exporter writes them. It does not throw: where the bytes are no message,
/// <see cref="Next"/> returns false and <see cref="IsMalformed"/> is set.
/// </summary>
/// <remarks>O(n) over a message. Source: protobuf encoding guide.</remarks>
public ref struct ProtobufReader
{
    private const int MaxVarintLength = 10;
    private const int MaxGroupDepth = 64;

    private readonly ReadOnlySpan<byte> _data;
    private int _position;

    /// <summary>Begins to read a message.</summary>
    /// <param name="message">The bytes of the message, without a length before them.</param>
    public ProtobufReader(ReadOnlySpan<byte> message) => _data = message;

    /// <summary>Whether the bytes turned out not to be a message. What was read before that is what the bytes said.</summary>
    public bool IsMalformed { get; private set; }

    /// <summary>How many bytes have been read: where the next field begins.</summary>
    public readonly int Position => _position;

    /// <summary>Reads the next field, a whole group as one field.</summary>
    /// <param name="field">The field.</param>
    /// <returns>False at the end of the message and where it is malformed.</returns>
    public bool Next(out ProtobufField field)
    {
        var start = _position;
        if (start >= _data.Length || IsMalformed)
        {
            field = default;
            return false;
        }

        if (!TryReadTag(out var number, out var type))
        {
            return Malformed(out field);
        }

        switch (type)
        {
            case WireType.Varint:
                var varintStart = _position;
                return TryReadVarint(out var varint)
                    ? Found(out field, new ProtobufField(number, type, varint, default, start, varintStart))
                    : Malformed(out field);
            case WireType.Fixed64 when _data.Length - _position >= sizeof(ulong):
                _position += sizeof(ulong);
                return Found(out field, new ProtobufField(
                    number, type, BinaryPrimitives.ReadUInt64LittleEndian(_data[(_position - sizeof(ulong))..]), default, start, _position - sizeof(ulong)));
            case WireType.Fixed32 when _data.Length - _position >= sizeof(uint):
                _position += sizeof(uint);
                return Found(out field, new ProtobufField(
                    number, type, BinaryPrimitives.ReadUInt32LittleEndian(_data[(_position - sizeof(uint))..]), default, start, _position - sizeof(uint)));
            case WireType.LengthDelimited when TryReadVarint(out var length) && length <= (ulong)(_data.Length - _position):
                _position += (int)length;
                return Found(out field, new ProtobufField(
                    number, type, 0, _data.Slice(_position - (int)length, (int)length), start, _position - (int)length));
            case WireType.StartGroup:
                var groupStart = _position;
                return TrySkipGroup(number)
                    ? Found(out field, new ProtobufField(number, type, 0, default, start, groupStart))
                    : Malformed(out field);
            default:
                return Malformed(out field);
        }
    }

    private static bool Found(out ProtobufField field, ProtobufField found)
    {
        field = found;
        return true;
    }

    private bool Malformed(out ProtobufField field)
    {
        IsMalformed = true;
        field = default;
        return false;
    }

    private bool TryReadTag(out int number, out WireType type)
    {
        var read = TryReadVarint(out var tag);
        number = (int)(uint)(tag >> 3);
        type = (WireType)(tag & 7);
        return read && tag <= uint.MaxValue && number != 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryReadVarint(out ulong value)
    {
        if (_position < _data.Length && _data[_position] < 0x80)
        {
            value = _data[_position++];
            return true;
        }

        return TryReadLongVarint(out value);
    }

    private bool TryReadLongVarint(out ulong value)
    {
        value = 0;
        var end = Math.Min(_data.Length, _position + MaxVarintLength);
        for (var shift = 0; _position < end; shift += 7)
        {
            var next = _data[_position++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Goes behind the end of a group whose start has been read, over the groups inside it, without recursion.</summary>
    private bool TrySkipGroup(int number)
    {
        Span<int> open = stackalloc int[MaxGroupDepth];
        var depth = 0;
        open[depth++] = number;
        while (depth > 0)
        {
            if (!TryReadTag(out var inner, out var type))
            {
                return false;
            }

            if (type == WireType.StartGroup && depth < MaxGroupDepth)
            {
                open[depth++] = inner;
            }
            else if (type == WireType.EndGroup ? open[--depth] != inner : !TrySkipValue(type))
            {
                return false;
            }
        }

        return true;
    }

    private bool TrySkipValue(WireType type)
    {
        ulong length = type switch
        {
            WireType.Varint => TryReadVarint(out _) ? 0UL : ulong.MaxValue,
            WireType.Fixed64 => sizeof(ulong),
            WireType.Fixed32 => sizeof(uint),
            WireType.LengthDelimited => TryReadVarint(out var declared) ? declared : ulong.MaxValue,
            _ => ulong.MaxValue,
        };
        if (length > (ulong)(_data.Length - _position))
        {
            return false;
        }

        _position += (int)length;
        return true;
    }
}
