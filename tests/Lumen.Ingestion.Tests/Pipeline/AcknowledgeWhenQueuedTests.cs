using Lumen.Ledger;
using Lumen.Storage;
using Lumen.TestKit;
using Microsoft.Extensions.Time.Testing;

namespace Lumen.Ingestion.Pipeline;

public sealed class AcknowledgeWhenQueuedTests
{
    private static readonly IngestionOptions WhenQueued = new() { Acknowledge = Acknowledge.WhenQueued, MaxQueuedRequests = 2 };

    private readonly StallingWrite _stall = new();

    [Fact]
    public async Task Write_WhileTheStoreStalls_IsAcknowledgedAndStoredLater()
    {
        var time = new FakeTimeProvider();
        using var test = new PipelineUnderTest(new ScriptedTraceStore { Writing = _stall.WriteAsync }, WhenQueued, time).Start();

        var first = await test.WriteAsync(PipelineUnderTest.Batch(1));
        await _stall.Begun;
        var second = await test.WriteAsync(PipelineUnderTest.Batch(2));
        time.Advance(TimeSpan.FromMinutes(1));
        _stall.Release();
        await test.Pipeline.StopAsync(default);

        Assert.Equal((SpanSinkOutcome.Accepted, SpanSinkOutcome.Accepted), (first.Outcome, second.Outcome));
        var ledger = test.AssertSettled();
        Assert.Equal((3, 3), (ledger[SpanFate.Stored], ledger.AnsweredBeforeOutcome));
    }

    [Fact]
    public async Task Write_ThatTheStoreDoesNotTake_IsDropped()
    {
        using var test = new PipelineUnderTest(new ScriptedTraceStore { Writing = RefuseAsync }, WhenQueued).Start();

        var result = await test.WriteAsync(PipelineUnderTest.Batch(2));
        _stall.Release();
        await test.Pipeline.StopAsync(default);

        Assert.Equal(SpanSinkOutcome.Accepted, result.Outcome);
        Assert.Equal(2, test.AssertSettled().Fates[(SpanFate.Dropped, "store_retry")]);
    }

    [Fact]
    public async Task Write_IntoAFullQueue_IsRefusedAndNotDropped()
    {
        using var test = new PipelineUnderTest(new ScriptedTraceStore { Writing = _stall.WriteAsync }, WhenQueued).Start();
        await test.WriteAsync(PipelineUnderTest.Batch());
        await _stall.Begun;
        await test.WriteAsync(PipelineUnderTest.Batch());
        await test.WriteAsync(PipelineUnderTest.Batch());

        var result = await test.WriteAsync(PipelineUnderTest.Batch(7));
        _stall.Release();
        await test.Pipeline.StopAsync(default);

        Assert.Equal(SpanSinkOutcome.Refused, result.Outcome);
        var ledger = test.AssertSettled();
        Assert.Equal((3, 7), (ledger[SpanFate.Stored], ledger.Fates[(SpanFate.Refused, "queue_full")]));
    }

    private async ValueTask RefuseAsync(
        ReadOnlyMemory<SpanBatch> batches, Memory<WriteOutcome> outcomes, CancellationToken cancellationToken)
    {
        await _stall.WriteAsync(batches, outcomes, cancellationToken);
        outcomes.Span.Clear();
    }
}
