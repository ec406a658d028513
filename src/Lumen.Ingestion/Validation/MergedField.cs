using Lumen.Otlp;

namespace Lumen.Ingestion;

/// <summary>
/// A message that may stand in several pieces: protobuf merges them, which is what one message of all their fields says ("Last One Wins" in
/// the protobuf encoding guide).
/// </summary>
internal static class MergedField
{
    /// <summary>Finds a message field.</summary>
    /// <param name="message">The message it is in.</param>
    /// <param name="number">Its number.</param>
    /// <param name="content">Its content: the one piece as it stands, or all pieces together.</param>
    /// <param name="from">Where to begin in <paramref name="message"/>.</param>
    /// <returns>Whether it is there.</returns>
    internal static bool TryFind(ReadOnlySpan<byte> message, int number, out ReadOnlySpan<byte> content, int from = 0)
    {
        var (pieces, length) = (0, 0);
        content = default;
        var reader = new ProtobufReader(message[from..]);
        while (reader.Next(out var field))
        {
            if (field.Is(number, WireType.LengthDelimited))
            {
                pieces++;
                length += field.Bytes.Length;
                content = field.Bytes;
            }
        }

        if (pieces > 1)
        {
            content = Join(message[from..], number, length);
        }

        return pieces > 0;
    }

    private static byte[] Join(ReadOnlySpan<byte> message, int number, int length)
    {
        var joined = new byte[length];
        var position = 0;
        var reader = new ProtobufReader(message);
        while (reader.Next(out var field))
        {
            if (field.Is(number, WireType.LengthDelimited))
            {
                field.Bytes.CopyTo(joined.AsSpan(position));
                position += field.Bytes.Length;
            }
        }

        return joined;
    }
}
