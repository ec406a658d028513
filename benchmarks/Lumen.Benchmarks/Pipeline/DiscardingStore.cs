using Lumen.Storage;
using Lumen.TestKit;

namespace Lumen.Benchmarks.Pipeline;

/// <summary>A store that says it stored everything at once and keeps nothing, so that the pipeline alone is measured.</summary>
internal sealed class DiscardingStore : ITraceStore
{
    private long _spans;

    public StoreCapabilities Capabilities { get; } = new() { Name = "discarding", IsDurable = false };

    public StoreHealth Health => StoreHealth.Healthy;

    /// <summary>How many spans came.</summary>
    public long Spans => Interlocked.Read(ref _spans);

    public long RecognisedCopies => 0;

    public ITraceReader Reader { get; } = new UnopenedTraceReader();

    public ValueTask OpenAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask WriteAsync(ReadOnlyMemory<SpanBatch> batches, Memory<WriteOutcome> outcomes, CancellationToken cancellationToken)
    {
        foreach (var batch in batches.Span)
        {
            Interlocked.Add(ref _spans, batch.Count);
        }

        outcomes.Span.Fill(WriteOutcome.Stored);
        return ValueTask.CompletedTask;
    }

    public ValueTask RetireAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
