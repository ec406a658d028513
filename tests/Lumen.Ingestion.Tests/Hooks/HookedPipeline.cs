using System.Buffers;
using Lumen.TestKit;

namespace Lumen.Ingestion.Hooks;

/// <summary>A started pipeline with hooks, whose store keeps the spans it is given.</summary>
internal sealed class HookedPipeline : IDisposable
{
    private readonly List<Span> _stored = [];

    internal HookedPipeline(SpanHooks hooks, long budgetBytes = 1L << 30)
    {
        var store = new ScriptedTraceStore
        {
            Writing = (batches, outcomes, cancellationToken) =>
            {
                Keep(batches.Span);
                return ScriptedTraceStore.StoreAllAsync(batches, outcomes, cancellationToken);
            },
        };
        Pipeline = new PipelineUnderTest(store, new IngestionOptions { Hooks = hooks }, budgetBytes: budgetBytes).Start();
    }

    internal PipelineUnderTest Pipeline { get; }

    internal IReadOnlyList<Span> Stored => _stored;

    public void Dispose() => Pipeline.Dispose();

    internal Task<SpanSinkResult> WriteAsync(OtlpRequestBuilder request) => Pipeline.Sink
        .WriteAsync(new ReadOnlySequence<byte>(request.Encode()), OtlpFormat.Protobuf, TestContext.Current.CancellationToken).AsTask();

    private void Keep(ReadOnlySpan<SpanBatch> batches)
    {
        foreach (var batch in batches)
        {
            foreach (ref readonly var header in batch.Headers)
            {
                var resource = batch.Resources[header.Resource].Message.Of(batch.Payload.Span).ToArray();
                var scope = batch.Scopes[header.Scope].Message.Of(batch.Payload.Span).ToArray();
                _stored.Add(new Span(batch.SpanBytes(header).ToArray(), new Resource(resource, ""), new Scope(scope, "")));
            }
        }
    }
}
