using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Lumen.Otlp;

/// <summary>
/// Reads protobuf fields off bytes, with the position in a variable of the caller's, where the compiler can keep it in a register: the walk
/// over a request spends its time here. No length is trusted.
/// </summary>
internal static class WireFormat
{
    /// <summary>What a position becomes where the bytes are no message.</summary>
    internal const int Malformed = -1;

    internal const int TagTypeBits = 3;

    private const int MaxVarintLength = 10;
    private const int MaxGroupDepth = 64;
    private const uint TypeMask = 7;

    /// <summary>Reads the next field, a whole group as one.</summary>
    /// <param name="message">The message.</param>
    /// <param name="position">Where the field begins; moved behind it, or to <see cref="Malformed"/>.</param>
    /// <param name="tag">The field number and wire type as they are written.</param>
    /// <param name="value">The number of a varint or fixed field; 0 for others.</param>
    /// <param name="bytes">The content of a length-delimited field, which ends at the new position; empty for others.</param>
    /// <returns>False at the end of the message, where the position is its length, and where it is malformed.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool TryReadField(
        ReadOnlySpan<byte> message, scoped ref int position, out uint tag, out ulong value, out ReadOnlySpan<byte> bytes)
    {
        bytes = default;
        value = 0;
        tag = 0;
        if ((uint)position >= (uint)message.Length)
        {
            return false;
        }

        if (TryReadVarint(message, ref position, out var wideTag) && wideTag is >= (1 << TagTypeBits) and <= uint.MaxValue)
        {
            tag = (uint)wideTag;
            if ((tag & TypeMask) == (uint)WireType.LengthDelimited)
            {
                if (TryReadVarint(message, ref position, out var length) && length <= (ulong)(message.Length - position))
                {
                    bytes = message.Slice(position, (int)length);
                    position += (int)length;
                    return true;
                }
            }
            else if ((tag & TypeMask) == (uint)WireType.Varint)
            {
                if (TryReadVarint(message, ref position, out value))
                {
                    return true;
                }
            }
            else
            {
                (value, position) = ReadOther(message, position, tag);
                return position >= 0;
            }
        }

        position = Malformed;
        return false;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryReadVarint(ReadOnlySpan<byte> data, scoped ref int position, out ulong value)
    {
        if ((uint)position < (uint)data.Length && data[position] < 0x80)
        {
            value = data[position];
            position++;
            return true;
        }

        (value, position) = ReadLongVarint(data, position);
        return position >= 0;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (ulong Value, int Position) ReadLongVarint(ReadOnlySpan<byte> data, int position)
    {
        // Lengths of four bytes or less, as the .NET exporter pads all of its messages' lengths, are taken from one word.
        if (data.Length - position >= sizeof(uint))
        {
            var word = BinaryPrimitives.ReadUInt32LittleEndian(data[position..]);
            var ends = ~word & 0x80808080;
            if (ends != 0)
            {
                word &= ends ^ (ends - 1);
                var joined = (word & 0x7F) | ((word & 0x7F00) >> 1) | ((word & 0x7F0000) >> 2) | ((word & 0x7F000000) >> 3);
                return (joined, position + (BitOperations.TrailingZeroCount(ends) >> 3) + 1);
            }
        }

        return ReadLongestVarint(data, position);
    }

    private static (ulong Value, int Position) ReadLongestVarint(ReadOnlySpan<byte> data, int position)
    {
        var value = 0UL;
        var end = Math.Min(data.Length, position + MaxVarintLength);
        for (var shift = 0; position < end; shift += 7)
        {
            var next = data[position++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return (value, position);
            }
        }

        return (0, Malformed);
    }

    /// <summary>Reads a fixed field or goes over a group.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (ulong Value, int Position) ReadOther(ReadOnlySpan<byte> message, int position, uint tag)
    {
        var rest = message[position..];
        return (WireType)(tag & TypeMask) switch
        {
            WireType.Fixed64 when rest.Length >= sizeof(ulong) => (BinaryPrimitives.ReadUInt64LittleEndian(rest), position + sizeof(ulong)),
            WireType.Fixed32 when rest.Length >= sizeof(uint) => (BinaryPrimitives.ReadUInt32LittleEndian(rest), position + sizeof(uint)),
            WireType.StartGroup => (0, SkipGroup(message, position, tag >> TagTypeBits)),
            _ => (0, Malformed),
        };
    }

    /// <summary>Goes behind the end of a group whose start has been read, over the groups inside it, without recursion.</summary>
    private static int SkipGroup(ReadOnlySpan<byte> message, int position, uint number)
    {
        Span<uint> open = stackalloc uint[MaxGroupDepth];
        var depth = 0;
        open[depth++] = number;
        while (depth > 0 && position >= 0)
        {
            if (!TryReadVarint(message, ref position, out var tag) || tag is < (1 << TagTypeBits) or > uint.MaxValue)
            {
                return Malformed;
            }

            var type = (WireType)(tag & TypeMask);
            if (type == WireType.StartGroup && depth < MaxGroupDepth)
            {
                open[depth++] = (uint)tag >> TagTypeBits;
            }
            else if (type == WireType.EndGroup)
            {
                position = open[--depth] == (uint)tag >> TagTypeBits ? position : Malformed;
            }
            else
            {
                position = SkipValue(message, position, type);
            }
        }

        return position;
    }

    private static int SkipValue(ReadOnlySpan<byte> message, int position, WireType type)
    {
        ulong length = type switch
        {
            WireType.Varint => TryReadVarint(message, ref position, out _) ? 0UL : ulong.MaxValue,
            WireType.Fixed64 => sizeof(ulong),
            WireType.Fixed32 => sizeof(uint),
            WireType.LengthDelimited => TryReadVarint(message, ref position, out var declared) ? declared : ulong.MaxValue,
            _ => ulong.MaxValue,
        };
        return position >= 0 && length <= (ulong)(message.Length - position) ? position + (int)length : Malformed;
    }
}
