using System.Buffers;

namespace Lumen.AspNetCore.Otlp;

/// <summary>The compressed bytes of a message as a stream to inflate from, the seal behind them. Read-only and asynchronous only.</summary>
internal sealed class SealedGzipStream(MessageSource source) : Stream
{
    private ReadOnlyMemory<byte> _seal = GzipSeal.Member;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (source.Status == BodyStatus.Reading)
        {
            var bytes = await source.ReadAsync(cancellationToken);
            if (source.Status != BodyStatus.Reading)
            {
                break;
            }

            // A read that brought nothing is given back too: a pipe takes no second one before.
            var count = Take(bytes.Slice(0, Math.Min(bytes.Length, buffer.Length)), buffer);
            if (count > 0 || buffer.IsEmpty)
            {
                return count;
            }
        }

        return source.Status == BodyStatus.Complete ? TakeSeal(buffer) : 0;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private int Take(ReadOnlySequence<byte> bytes, Memory<byte> buffer)
    {
        bytes.CopyTo(buffer.Span);
        var count = (int)bytes.Length;
        source.Consume(bytes);
        return count;
    }

    private int TakeSeal(Memory<byte> buffer)
    {
        var count = Math.Min(_seal.Length, buffer.Length);
        _seal[..count].CopyTo(buffer);
        _seal = _seal[count..];
        return count;
    }
}
