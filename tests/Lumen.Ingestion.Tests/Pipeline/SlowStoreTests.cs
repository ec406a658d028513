using Lumen.Ledger;
using Lumen.TestKit;
using Microsoft.Extensions.Time.Testing;

namespace Lumen.Ingestion.Pipeline;

/// <summary>A store that stalls: who waits is refused in time and never stored; who was claimed is answered by the outcome.</summary>
public sealed class SlowStoreTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly StallingWrite _stall = new();

    [Fact]
    public async Task Write_ThatWaitsFiveSeconds_IsRefusedAndNeverStored()
    {
        using var test = Stalled();
        var claimed = test.WriteAsync(PipelineUnderTest.Batch(1));
        await _stall.Begun;
        var waiting = test.WriteAsync(PipelineUnderTest.Batch(2));

        _time.Advance(TimeSpan.FromSeconds(4.5));
        Assert.False(waiting.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(0.5));
        var refused = await waiting;
        Assert.False(claimed.IsCompleted);
        _stall.Release();
        var stored = await claimed;
        await StopAsync(test);

        Assert.Equal(SpanSinkOutcome.Refused, refused.Outcome);
        Assert.InRange(refused.RetryAfter!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3));
        Assert.Equal(SpanSinkOutcome.Accepted, stored.Outcome);
        Assert.Single(test.Store.Stored);
        Assert.Equal(2, test.AssertSettled().Fates[(SpanFate.Refused, "waited_too_long")]);
    }

    [Fact]
    public async Task Write_ThatComesWhileOthersExpire_WaitsItsOwnFiveSeconds()
    {
        using var test = Stalled();
        var claimed = test.WriteAsync(PipelineUnderTest.Batch());
        await _stall.Begun;
        var early = test.WriteAsync(PipelineUnderTest.Batch());
        _time.Advance(TimeSpan.FromSeconds(3));
        var late = test.WriteAsync(PipelineUnderTest.Batch());

        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(SpanSinkOutcome.Refused, (await early).Outcome);
        _time.Advance(TimeSpan.FromSeconds(2.5));
        Assert.False(late.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(0.5));
        Assert.Equal(SpanSinkOutcome.Refused, (await late).Outcome);
        _stall.Release();
        await claimed;
        test.AssertSettled();
    }

    [Fact]
    public async Task Write_CancelledWhileItWaits_IsNeverStored()
    {
        using var test = Stalled();
        using var sender = new CancellationTokenSource();
        var claimed = test.WriteAsync(PipelineUnderTest.Batch(1));
        await _stall.Begun;
        var waiting = test.WriteAsync(PipelineUnderTest.Batch(2), sender.Token);

        await sender.CancelAsync();
        var refused = await waiting;
        _stall.Release();
        await claimed;
        await StopAsync(test);

        Assert.Equal(SpanSinkOutcome.Refused, refused.Outcome);
        Assert.Single(test.Store.Stored);
        var ledger = test.AssertSettled();
        Assert.Equal(2, ledger.Fates[(SpanFate.Refused, "sender_gone")]);
        Assert.Equal(0, ledger.AnsweredBeforeOutcome);
    }

    [Fact]
    public async Task Write_CancelledOnceClaimed_IsAnsweredBeforeItsOutcome()
    {
        using var test = Stalled();
        using var sender = new CancellationTokenSource();
        var claimed = test.WriteAsync(PipelineUnderTest.Batch(3), sender.Token);
        await _stall.Begun;

        await sender.CancelAsync();
        var answer = await claimed;
        Assert.Equal(3, test.Ledger.Snapshot().InFlight);
        _stall.Release();
        await StopAsync(test);

        Assert.Equal(SpanSinkOutcome.Refused, answer.Outcome);
        var ledger = test.AssertSettled();
        Assert.Equal((3, 3), (ledger[SpanFate.Stored], ledger.AnsweredBeforeOutcome));
    }

    [Fact]
    public async Task Write_CancelledBeforehand_IsNotStored()
    {
        using var test = Stalled();
        var claimed = test.WriteAsync(PipelineUnderTest.Batch(1));
        await _stall.Begun;

        var refused = await test.WriteAsync(PipelineUnderTest.Batch(2), new CancellationToken(canceled: true));
        _stall.Release();
        await claimed;
        await StopAsync(test);

        Assert.Equal(SpanSinkOutcome.Refused, refused.Outcome);
        Assert.Single(test.Store.Stored);
        test.AssertSettled();
    }

    [Fact]
    public async Task Write_IntoAFullQueue_IsRefusedAtOnce()
    {
        using var test = Stalled(new IngestionOptions { MaxQueuedRequests = 4 });
        var claimed = test.WriteAsync(PipelineUnderTest.Batch());
        await _stall.Begun;
        var waiting = Enumerable.Range(0, 4).Select(_ => test.WriteAsync(PipelineUnderTest.Batch())).ToList();

        var batch = await test.WriteAsync(PipelineUnderTest.Batch(5));
        var payload = test.Sink.BeginPayload();
        payload.TryAppend(new OtlpRequestBuilder().Add(new SpanBuilder()).Encode());
        var request = await test.Sink.WriteAsync(payload, OtlpFormat.Protobuf, default);
        _stall.Release();
        await Task.WhenAll([claimed, .. waiting]);

        Assert.Equal((SpanSinkOutcome.Refused, SpanSinkOutcome.Refused), (batch.Outcome, request.Outcome));
        var ledger = test.AssertSettled();
        Assert.Equal((5, 1), (ledger.Fates[(SpanFate.Refused, "queue_full")], ledger.RefusedRequests));
        Assert.Equal(5, ledger[SpanFate.Stored]);
    }

    private static async Task StopAsync(PipelineUnderTest test) => Assert.True((await test.Pipeline.StopAsync(default)).IsClean);

    private PipelineUnderTest Stalled(IngestionOptions? options = null) =>
        new PipelineUnderTest(new ScriptedTraceStore { Writing = _stall.WriteAsync }, options, _time).Start();
}
