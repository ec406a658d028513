using Lumen.Ledger;
using Lumen.TestKit;
using Microsoft.Extensions.Time.Testing;

namespace Lumen.Ingestion.Pipeline;

public sealed class StopTests
{
    [Fact]
    public async Task StopAsync_WithTime_WritesAllThatWaits()
    {
        var stall = new StallingWrite();
        using var test = new PipelineUnderTest(new ScriptedTraceStore { Writing = stall.WriteAsync }).Start();
        var writes = Enumerable.Range(0, 50).Select(_ => test.WriteAsync(PipelineUnderTest.Batch(2))).ToList();
        await stall.Begun;

        var stop = test.Pipeline.StopAsync(default);
        var late = await test.WriteAsync(PipelineUnderTest.Batch(3));
        stall.Release();

        Assert.True((await stop).IsClean);
        Assert.All(await Task.WhenAll(writes), result => Assert.Equal(SpanSinkOutcome.Accepted, result.Outcome));
        Assert.Equal(SpanSinkOutcome.Refused, late.Outcome);
        var ledger = test.AssertSettled();
        Assert.Equal((100, 3), (ledger[SpanFate.Stored], ledger.Fates[(SpanFate.Refused, "closed")]));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task StopAsync_AtTheDeadline_AnswersEverybodyAndSaysWhatIsLeft(bool honoursCancellation)
    {
        var stall = new StallingWrite(honoursCancellation);
        using var test = new PipelineUnderTest(new ScriptedTraceStore { Writing = stall.WriteAsync }).Start();
        var claimed = test.WriteAsync(PipelineUnderTest.Batch(2));
        await stall.Begun;
        var waiting = test.WriteAsync(PipelineUnderTest.Batch(3));

        var stop = await test.Pipeline.StopAsync(new CancellationToken(canceled: true));
        var answers = await Task.WhenAll(claimed, waiting);
        stall.Release();

        Assert.All(answers, result => Assert.Equal(SpanSinkOutcome.Refused, result.Outcome));
        Assert.Equal(3, stop.RefusedSpans);
        await Eventually.TrueAsync(() => test.Ledger.Snapshot().InFlight == 0, "the store is done");
        var ledger = test.AssertSettled();
        Assert.Equal(3, ledger.Fates[(SpanFate.Refused, "closed")]);
        if (!honoursCancellation)
        {
            Assert.Equal((2, 2, 2), (stop.UnknownSpans, ledger[SpanFate.Stored], ledger.AnsweredBeforeOutcome));
        }
    }

    [Fact]
    public async Task StopAsync_BesideWrites_StoresOrRefusesEach()
    {
        for (var round = 0; round < 100; round++)
        {
            using var test = new PipelineUnderTest().Start();
            var writers = Enumerable.Range(0, 4).Select(_ => Task.Run(() => WriteUntilRefusedAsync(test))).ToList();

            Assert.True((await test.Pipeline.StopAsync(default)).IsClean);
            await Task.WhenAll(writers);

            var ledger = test.AssertSettled();
            Assert.Equal(ledger.Received, ledger[SpanFate.Stored] + ledger.Fates[(SpanFate.Refused, "closed")]);
            Assert.Equal(test.Store.Stored.Count, ledger[SpanFate.Stored]);
        }
    }

    [Fact]
    public async Task Write_WhoseEnqueueComesAfterTheStop_IsRefused()
    {
        var time = new InterveningTime();
        using var test = new PipelineUnderTest(time: time).Start();
        time.Intervention = () =>
        {
            var stop = test.Pipeline.StopAsync(default);
            SpinWait.SpinUntil(() => stop.IsCompleted);
        };

        var result = await test.WriteAsync(PipelineUnderTest.Batch(2)).WaitAsync(TimeSpan.FromMinutes(1));

        Assert.Equal(SpanSinkOutcome.Refused, result.Outcome);
        Assert.Equal(2, test.AssertSettled().Fates[(SpanFate.Refused, "closed")]);
    }

    [Fact]
    public void Start_ASecondTime_Throws()
    {
        using var test = new PipelineUnderTest().Start();

        Assert.Throws<InvalidOperationException>(test.Pipeline.Start);
    }

    [Fact]
    public async Task StopAsync_BeforeTheStart_LetsItNeverStart()
    {
        using var test = new PipelineUnderTest();

        Assert.True((await test.Pipeline.StopAsync(default)).IsClean);
        Assert.Throws<InvalidOperationException>(test.Pipeline.Start);
    }

    private static async Task WriteUntilRefusedAsync(PipelineUnderTest test)
    {
        SpanSinkResult result;
        do
        {
            result = await test.WriteAsync(PipelineUnderTest.Batch());
        }
        while (result.Outcome == SpanSinkOutcome.Accepted);
    }

    /// <summary>
    /// A clock that is asked between the look whether the pipeline is open and the enqueue, and lets something happen there, once. It
    /// stands still, so that no sweep comes to the rescue.
    /// </summary>
    private sealed class InterveningTime : FakeTimeProvider
    {
        internal Action? Intervention { get; set; }

        public override long GetTimestamp()
        {
            var intervention = Intervention;
            Intervention = null;
            intervention?.Invoke();
            return base.GetTimestamp();
        }
    }
}
