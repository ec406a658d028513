using Lumen.Ledger;

namespace Lumen.Ingestion.Pipeline;

public sealed class PendingBatchTests
{
    private readonly SpanLedger _ledger = new();
    private readonly IntakeBudget _budget = new(long.MaxValue);

    [Fact]
    public async Task TryWithdraw_WaitingBatch_EndsAndAnswersIt()
    {
        var pending = Receive(3);

        Assert.True(pending.TryWithdraw(BatchEnding.Expired));
        Assert.False(pending.TryClaim());
        Assert.Equal(BatchEnding.Expired, await pending.AnswerAsync());
        AssertSettled(SpanFate.Refused, "waited_too_long", 3);
    }

    [Fact]
    public async Task TryClaim_WaitingBatch_KeepsItFromBeingWithdrawn()
    {
        var pending = Receive(3);

        Assert.True(pending.TryClaim());
        Assert.False(pending.TryWithdraw(BatchEnding.Expired));
        pending.End(BatchEnding.Stored);
        Assert.Equal(BatchEnding.Stored, await pending.AnswerAsync());
        AssertSettled(SpanFate.Stored, "durable", 3);
    }

    [Fact]
    public async Task GiveUp_ClaimedBatch_AnswersBeforeTheOutcome()
    {
        var pending = Receive(3);
        pending.TryClaim();

        pending.GiveUp(BatchEnding.SenderGone);
        pending.GiveUp(BatchEnding.Closed);

        Assert.Equal(BatchEnding.Unknown, await pending.AnswerAsync());
        Assert.False(pending.HasEnded);
        Assert.Equal(3, _ledger.Snapshot().InFlight);
        pending.End(BatchEnding.Stored);
        Assert.True(pending.HasEnded);
        Assert.Equal(3, _ledger.Snapshot().AnsweredBeforeOutcome);
        AssertSettled(SpanFate.Stored, "durable", 3);
    }

    [Theory]
    [InlineData((int)BatchEnding.Stored, SpanFate.Stored)]
    [InlineData((int)BatchEnding.StoreRetry, SpanFate.Dropped)]
    [InlineData((int)BatchEnding.StoreRejected, SpanFate.Dropped)]
    public async Task End_OfAnAcknowledgedBatch_IsStoredOrLost(int ending, SpanFate fate)
    {
        var pending = Receive(2);

        Assert.True(pending.TryAcknowledge());
        pending.TryClaim();
        pending.End((BatchEnding)ending);

        Assert.Equal(BatchEnding.Queued, await pending.AnswerAsync());
        AssertSettled(fate, ((BatchEnding)ending).Reason(), 2);
    }

    [Fact]
    public async Task TryAcknowledge_AfterTheEnd_IsFalse()
    {
        var pending = Receive(2);
        pending.TryWithdraw(BatchEnding.QueueFull);

        Assert.False(pending.TryAcknowledge());
        Assert.Equal(BatchEnding.QueueFull, await pending.AnswerAsync());
        AssertSettled(SpanFate.Refused, "queue_full", 2);
    }

    [Fact]
    public async Task Races_BetweenWriterSweepAndSender_EndAndAnswerOnce()
    {
        for (var round = 0; round < 2_000; round++)
        {
            var pending = Receive(1);
            using var barrier = new Barrier(3);
            var answer = pending.AnswerAsync().AsTask();
            await Task.WhenAll(
                Race(barrier, () => EndIfClaimed(pending)),
                Race(barrier, () => pending.TryWithdraw(BatchEnding.Expired)),
                Race(barrier, () => pending.GiveUp(BatchEnding.SenderGone)));
            await answer;
        }

        var ledger = _ledger.Snapshot();
        Assert.Equal(0, ledger.InFlight);
        Assert.Equal(2_000, ledger[SpanFate.Stored] + ledger[SpanFate.Refused]);
        Assert.Equal(0, _budget.Used);
    }

    private static void EndIfClaimed(PendingBatch pending)
    {
        if (pending.TryClaim())
        {
            pending.End(BatchEnding.Stored);
        }
    }

    private static Task Race(Barrier barrier, Action action) => Task.Factory.StartNew(
        () =>
        {
            barrier.SignalAndWait();
            action();
        },
        TaskCreationOptions.LongRunning);

    private PendingBatch Receive(int spans)
    {
        var batch = PipelineUnderTest.Batch(spans);
        _ledger.Receive(spans);
        _budget.TryReserve(batch.MemoryBytes);
        return new PendingBatch(batch, batch.MemoryBytes, deadline: long.MaxValue, new BatchSettlement(_ledger, _budget));
    }

    private void AssertSettled(SpanFate fate, string reason, long spans)
    {
        var ledger = _ledger.Snapshot();
        Assert.Equal(0, ledger.InFlight);
        Assert.Equal(spans, ledger.Fates[(fate, reason)]);
        Assert.Equal(0, _budget.Used);
    }
}
