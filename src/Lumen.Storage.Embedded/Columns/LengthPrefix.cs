using Lumen.Storage.Embedded.Frames;

namespace Lumen.Storage.Embedded.Columns;

/// <summary>Lengths as varints of a known width: senders may pad them.</summary>
internal static class LengthPrefix
{
    /// <summary>More bytes than any length takes.</summary>
    internal const int MaxSize = 8;

    private const int BitsOfByte = 7;

    /// <summary>Reads a length and the bytes it announces.</summary>
    /// <param name="bytes">The message.</param>
    /// <param name="position">Where the length begins; moved behind it.</param>
    /// <param name="length">How many bytes follow, all of them there.</param>
    /// <param name="width">How many bytes the length has; 0 if it is the shortest form.</param>
    /// <returns>False if there is none that an operation can say.</returns>
    internal static bool TryRead(ReadOnlySpan<byte> bytes, ref int position, out int length, out int width)
    {
        (length, width) = (0, 0);
        long value = 0;
        for (var count = 0; count < FieldOperation.MaxWidth && position + count < bytes.Length; count++)
        {
            var next = bytes[position + count];
            value |= (long)(next & 0x7F) << (BitsOfByte * count);
            if (next < 0x80)
            {
                position += count + 1;
                length = (int)value;
                width = next == 0 && count > 0 ? count + 1 : 0;
                return value <= bytes.Length - position;
            }
        }

        return false;
    }

    /// <summary>The bytes that a length takes.</summary>
    /// <param name="length">The length.</param>
    /// <param name="width">Its width; 0 for the shortest.</param>
    internal static int SizeOf(int length, int width)
    {
        if (width > 0)
        {
            return width;
        }

        var size = 1;
        for (var left = (uint)length >> BitsOfByte; left > 0; left >>= BitsOfByte)
        {
            size++;
        }

        return size;
    }

    /// <summary>Writes a length to the beginning of some room.</summary>
    /// <returns>How many bytes it took.</returns>
    /// <exception cref="InvalidDataException">The width is too small for the length.</exception>
    internal static int Write(Span<byte> room, int length, int width)
    {
        var size = SizeOf(length, width);
        if (size < SizeOf(length, 0))
        {
            throw new InvalidDataException("A length does not fit into its width.");
        }

        for (var index = 0; index < size - 1; index++)
        {
            room[index] = (byte)(length | 0x80);
            length >>>= BitsOfByte;
        }

        room[size - 1] = (byte)length;
        return size;
    }
}
