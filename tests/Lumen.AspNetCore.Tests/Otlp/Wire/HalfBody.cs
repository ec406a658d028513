using System.Net;

namespace Lumen.AspNetCore.Tests.Otlp;

/// <summary>A body that is sent by half; the rest never comes.</summary>
internal sealed class HalfBody(byte[] bytes) : HttpContent
{
    /// <summary>Ends when the half has been given to the connection; null where nobody waits for that.</summary>
    internal TaskCompletionSource? Sent { get; init; }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(bytes.AsMemory(0, bytes.Length / 2), cancellationToken);
        await stream.FlushAsync(cancellationToken);
        Sent?.TrySetResult();
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = bytes.Length;
        return true;
    }
}
