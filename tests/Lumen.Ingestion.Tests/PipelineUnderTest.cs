using Lumen.Ledger;
using Lumen.Storage;
using Lumen.TestKit;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Lumen.Ingestion;

/// <summary>A sink and a pipeline on a scripted store, with everything that can be counted.</summary>
internal sealed class PipelineUnderTest : IDisposable
{
    internal PipelineUnderTest(
        ScriptedTraceStore? store = null,
        IngestionOptions? options = null,
        TimeProvider? time = null,
        long budgetBytes = 1L << 30,
        ILogger<SpanPipeline>? logger = null,
        ILogger<OtlpSpanSink>? sinkLogger = null)
    {
        Store = store ?? new ScriptedTraceStore();
        Options = options ?? new IngestionOptions();
        Budget = new IntakeBudget(budgetBytes);
        Instruments = new LumenInstruments(Ledger, Budget);
        Pipeline = new SpanPipeline(
            Store, Options, Ledger, Budget, Instruments, time ?? TimeProvider.System, logger ?? NullLogger<SpanPipeline>.Instance);
        Sink = new OtlpSpanSink(
            Pipeline, Options, Ledger, Budget, Instruments, time ?? TimeProvider.System, sinkLogger ?? NullLogger<OtlpSpanSink>.Instance);
    }

    internal ScriptedTraceStore Store { get; }

    internal IngestionOptions Options { get; }

    internal SpanLedger Ledger { get; } = new();

    internal IntakeBudget Budget { get; }

    internal LumenInstruments Instruments { get; }

    internal SpanPipeline Pipeline { get; }

    internal OtlpSpanSink Sink { get; }

    public void Dispose()
    {
        Pipeline.Dispose();
        Instruments.Dispose();
    }

    /// <summary>A started pipeline.</summary>
    internal PipelineUnderTest Start()
    {
        Pipeline.Start();
        return this;
    }

    internal Task<SpanSinkResult> WriteAsync(SpanBatch batch, CancellationToken cancellationToken = default) =>
        Sink.WriteAsync(batch, cancellationToken).AsTask();

    /// <summary>A batch of some spans with ids of their own.</summary>
    internal static SpanBatch Batch(int spans = 1)
    {
        var request = new OtlpRequestBuilder().Resource("shop");
        for (var i = 0; i < spans; i++)
        {
            request.Add(new SpanBuilder { TraceId = TraceId.FromBytes(Guid.NewGuid().ToByteArray()), SpanId = new SpanId((ulong)i + 1) });
        }

        return request.ToBatch();
    }

    /// <summary>Asserts that every span that was received has a fate, and that nothing is held any more.</summary>
    internal LedgerSnapshot AssertSettled()
    {
        var ledger = Ledger.Snapshot();
        Assert.Equal(0, ledger.InFlight);
        Assert.Equal(ledger.Received, Enum.GetValues<SpanFate>().Sum(fate => ledger[fate]));
        Assert.Equal(0, Budget.Used);
        return ledger;
    }
}
