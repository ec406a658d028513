using System.Buffers;
using Lumen.Otlp;

namespace Lumen.Ingestion;

/// <summary>
/// A message field that may stand in several pieces: protobuf merges them, which is what one message of all their fields says ("Last One
/// Wins" in the protobuf encoding guide). Disposed when its content has been read.
/// </summary>
internal readonly ref struct MergedField
{
    private readonly ArrayPool<byte>? _pool;
    private readonly byte[]? _joined;

    private MergedField(ReadOnlySpan<byte> content, ArrayPool<byte>? pool, byte[]? joined)
    {
        IsFound = true;
        Content = content;
        _pool = pool;
        _joined = joined;
    }

    /// <summary>Whether it is there.</summary>
    internal bool IsFound { get; }

    /// <summary>The one piece as it stands, or all pieces together; empty where there is none.</summary>
    internal ReadOnlySpan<byte> Content { get; }

    /// <summary>Finds a message field.</summary>
    /// <param name="message">The message it is in.</param>
    /// <param name="number">Its number.</param>
    /// <param name="pool">Where memory for several pieces together is rented.</param>
    internal static MergedField Find(ReadOnlySpan<byte> message, int number, ArrayPool<byte> pool)
    {
        var (pieces, length) = (0, 0);
        ReadOnlySpan<byte> content = default;
        var reader = new ProtobufReader(message);
        while (reader.Next(out var field))
        {
            if (field.Is(number, WireType.LengthDelimited))
            {
                pieces++;
                length += field.Bytes.Length;
                content = field.Bytes;
            }
        }

        return pieces switch
        {
            0 => default,
            1 => new MergedField(content, null, null),
            _ => Join(message, number, pool, length),
        };
    }

    /// <summary>Returns what was rented.</summary>
    public void Dispose()
    {
        if (_joined is not null)
        {
            _pool!.Return(_joined);
        }
    }

    private static MergedField Join(ReadOnlySpan<byte> message, int number, ArrayPool<byte> pool, int length)
    {
        var joined = pool.Rent(length);
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

        return new MergedField(joined.AsSpan(0, length), pool, joined);
    }
}
