using System.Buffers;
using System.IO.Pipelines;

namespace Lumen.AspNetCore.Otlp;

/// <summary>
/// The bytes of one message off the wire: all that is left of a body, or as many as a frame declared, up to a limit. Not thread-safe.
/// </summary>
internal sealed class MessageSource
{
    private readonly PipeReader _pipe;
    private readonly bool _framed;
    private long _left;

    private MessageSource(PipeReader pipe, long? declared, int limit, bool framed)
    {
        _pipe = pipe;
        _framed = framed;
        _left = framed ? declared ?? 0 : limit;
        Limit = limit;
        // What a sender declares is believed only where it condemns the message.
        Status = declared > limit ? BodyStatus.TooLarge : BodyStatus.Reading;
    }

    /// <summary>How many bytes the message may have, before and after decompression.</summary>
    public int Limit { get; }

    /// <summary>How the message ended, once <see cref="ReadAsync"/> has returned nothing.</summary>
    public BodyStatus Status { get; private set; }

    /// <summary>All of a body.</summary>
    /// <param name="pipe">The body.</param>
    /// <param name="declared">How long it is said to be, if that is said.</param>
    /// <param name="limit">How long it may be, before and after decompression.</param>
    public static MessageSource ToTheEnd(PipeReader pipe, long? declared, int limit) => new(pipe, declared, limit, framed: false);

    /// <summary>A message behind its frame; the body must end with it.</summary>
    /// <param name="pipe">The rest of the body.</param>
    /// <param name="length">How long the frame says it is.</param>
    /// <param name="limit">How long it may be, before and after decompression.</param>
    public static MessageSource OfLength(PipeReader pipe, long length, int limit) => new(pipe, length, limit, framed: true);

    /// <summary>The next bytes, to be given back to <see cref="Consume"/>; empty where the message has ended, however it did.</summary>
    public async ValueTask<ReadOnlySequence<byte>> ReadAsync(CancellationToken cancellationToken)
    {
        if (Status != BodyStatus.Reading)
        {
            return default;
        }

        var result = await _pipe.ReadAsync(cancellationToken);
        var buffer = result.Buffer;
        Status = Judge(buffer.Length, result.IsCompleted);
        if (Status != BodyStatus.Reading)
        {
            _pipe.AdvanceTo(buffer.Start);
            return default;
        }

        return buffer.Slice(0, Math.Min(_left, buffer.Length));
    }

    /// <summary>Gives back what was read, or the beginning of it.</summary>
    public void Consume(ReadOnlySequence<byte> read)
    {
        _left -= read.Length;
        _pipe.AdvanceTo(read.End);
    }

    private BodyStatus Judge(long available, bool isLast)
    {
        if (available == 0 && isLast)
        {
            return _framed && _left > 0 ? BodyStatus.Truncated : BodyStatus.Complete;
        }

        if (_framed)
        {
            return _left == 0 && available > 0 ? BodyStatus.MoreThanOne : BodyStatus.Reading;
        }

        return available > _left ? BodyStatus.TooLarge : BodyStatus.Reading;
    }
}
