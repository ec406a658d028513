using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;

namespace Lumen.AspNetCore.Otlp;

/// <summary>
/// The five bytes before a message: whether it is compressed, and its length. Source: gRPC over HTTP/2, "Length-Prefixed-Message".
/// </summary>
/// <param name="IsWhole">Whether all five bytes came.</param>
/// <param name="Flag">0 for plain, 1 for compressed; nothing else is defined.</param>
/// <param name="MessageLength">How many bytes the sender says will follow: not to be trusted.</param>
internal readonly record struct GrpcFrame(bool IsWhole, byte Flag, long MessageLength)
{
    public const int Size = 5;

    /// <summary>Reads the frame at the beginning of a body.</summary>
    public static async ValueTask<GrpcFrame> ReadAsync(PipeReader pipe, CancellationToken cancellationToken)
    {
        var result = await pipe.ReadAtLeastAsync(Size, cancellationToken);
        var buffer = result.Buffer;
        if (buffer.Length < Size)
        {
            pipe.AdvanceTo(buffer.End);
            return new GrpcFrame(false, 0, 0);
        }

        var head = buffer.Slice(0, Size);
        var frame = Parse(head);
        pipe.AdvanceTo(head.End);
        return frame;
    }

    /// <summary>Writes a plain message with its frame into an answer.</summary>
    public static void Write(PipeWriter pipe, ReadOnlySpan<byte> message)
    {
        var space = pipe.GetSpan(Size + message.Length);
        space[0] = 0;
        BinaryPrimitives.WriteInt32BigEndian(space[1..], message.Length);
        message.CopyTo(space[Size..]);
        pipe.Advance(Size + message.Length);
    }

    private static GrpcFrame Parse(ReadOnlySequence<byte> head)
    {
        Span<byte> bytes = stackalloc byte[Size];
        head.CopyTo(bytes);
        return new GrpcFrame(true, bytes[0], BinaryPrimitives.ReadUInt32BigEndian(bytes[1..]));
    }
}
