using Lumen.Storage;
using Lumen.TestKit;

namespace Lumen.Benchmarks.Pipeline;

/// <summary>A store that says it stored everything at once and keeps nothing, so that the pipeline alone is measured.</summary>
internal sealed class DiscardingStore : ITraceStore
{
    public StoreCapabilities Capabilities { get; } = new() { Name = "discarding", IsDurable = false };

    public StoreHealth Health => StoreHealth.Healthy;

    public long RecognisedCopies => 0;

    public ITraceReader Reader { get; } = new UnopenedTraceReader();

    public ValueTask OpenAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask WriteAsync(ReadOnlyMemory<SpanBatch> batches, Memory<WriteOutcome> outcomes, CancellationToken cancellationToken)
    {
        outcomes.Span.Fill(WriteOutcome.Stored);
        return ValueTask.CompletedTask;
    }

    public ValueTask RetireAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
