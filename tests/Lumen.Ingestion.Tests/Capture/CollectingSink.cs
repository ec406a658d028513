using System.Buffers;
using System.Collections.Concurrent;
using Lumen.Otlp;

namespace Lumen.Ingestion.Capture;

/// <summary>Takes requests as long as it is told to, and keeps them read.</summary>
internal sealed class CollectingSink : IOtlpSpanSink
{
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>How many more requests are refused.</summary>
    internal int Refusals { get; set; }

    /// <summary>Ends when the first request has come.</summary>
    internal Task Asked => _asked.Task;

    internal ConcurrentQueue<SpanBatch> Batches { get; } = [];

    /// <summary>Every span that came, read.</summary>
    internal IReadOnlyList<Span> Spans =>
    [
        .. from batch in Batches
           from index in Enumerable.Range(0, batch.Count)
           let header = batch.Headers[index]
           select new Span(
               batch.SpanBytes(header).ToArray(),
               new Resource(batch.Resources[header.Resource].Message.Of(batch.Payload.Span).ToArray(), ""),
               new Scope(batch.Scopes[header.Scope].Message.Of(batch.Payload.Span).ToArray(), "")),
    ];

    public ValueTask<SpanSinkResult> WriteAsync(ReadOnlySequence<byte> request, OtlpFormat format, CancellationToken cancellationToken)
    {
        _asked.TrySetResult();
        if (Refusals > 0)
        {
            Refusals--;
            return ValueTask.FromResult(new SpanSinkResult(SpanSinkOutcome.Refused, 0, "not now", TimeSpan.FromMilliseconds(1)));
        }

        var array = request.ToArray();
        var read = OtlpRequestReader.Read(array, array.Length, OtlpLimits.Default);
        Assert.Equal(OtlpReadStatus.Read, read.Status);
        Batches.Enqueue(read.Batch!);
        return ValueTask.FromResult(new SpanSinkResult(SpanSinkOutcome.Accepted, 0, null, null));
    }

    public ValueTask<SpanSinkResult> WriteAsync(OtlpPayload payload, OtlpFormat format, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask<SpanSinkResult> WriteAsync(SpanBatch batch, CancellationToken cancellationToken) => throw new NotSupportedException();

    public OtlpPayload BeginPayload() => throw new NotSupportedException();

    public SpanSinkResult? RefuseWhereFull(OtlpPayload payload) => throw new NotSupportedException();

    public SpanSinkResult Refuse(OtlpPayload payload, SpanSinkOutcome outcome, string message) => throw new NotSupportedException();
}
