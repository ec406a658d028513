using System.Buffers;
using System.IO.Pipelines;

namespace Lumen.AspNetCore.Otlp;

/// <summary>
/// The bytes of one message off the wire: all that is left of a body, up to a limit, or as many as a frame declared. Not thread-safe.
/// </summary>
internal sealed class MessageSource
{
    private readonly PipeReader _pipe;
    private readonly bool _framed;
    private long _left;

    private MessageSource(PipeReader pipe, long left, bool framed)
    {
        _pipe = pipe;
        _left = left;
        _framed = framed;
    }

    /// <summary>How the message ended, once <see cref="ReadAsync"/> has returned nothing.</summary>
    public BodyStatus Status { get; private set; }

    /// <summary>All that is left of a body.</summary>
    public static MessageSource ToTheEnd(PipeReader pipe, long limit) => new(pipe, limit, framed: false);

    /// <summary>A message of a known length, behind which the body must end.</summary>
    public static MessageSource OfLength(PipeReader pipe, long length) => new(pipe, length, framed: true);

    /// <summary>The next bytes, to be given back to <see cref="Consume"/>; empty where the message has ended, however it did.</summary>
    public async ValueTask<ReadOnlySequence<byte>> ReadAsync(CancellationToken cancellationToken)
    {
        var result = await _pipe.ReadAsync(cancellationToken);
        var buffer = result.Buffer;
        var ended = Judge(buffer.Length, result.IsCompleted);
        if (ended != BodyStatus.Reading)
        {
            Status = ended;
            _pipe.AdvanceTo(buffer.Start);
            return default;
        }

        return buffer.Slice(0, Math.Min(_left, buffer.Length));
    }

    /// <summary>Gives back what was read, up to a position in it.</summary>
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
