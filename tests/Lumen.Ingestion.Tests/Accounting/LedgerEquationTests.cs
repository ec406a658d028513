using FsCheck.Xunit;
using Lumen.Ledger;
using Lumen.TestKit;

namespace Lumen.Ingestion.Accounting;

/// <summary>
/// received = stored + sampled out + rejected + refused + dropped + forwarded + in flight, whatever stores, senders and hosts do; and what
/// was acknowledged is stored.
/// </summary>
public sealed class LedgerEquationTests
{
    [Property(MaxTest = 40)]
    public Task Ledger_UnderAnyTrouble_AddsUp(int seed) => RunAsync(new Turmoil(seed));

    [Property(MaxTest = 20)]
    public Task Ledger_AcknowledgingWhenQueued_AddsUp(int seed) =>
        RunAsync(new Turmoil(seed) { Acknowledge = Acknowledge.WhenQueued });

    private static async Task RunAsync(Turmoil turmoil)
    {
        using var test = turmoil.CreatePipeline();
        using var ended = new CancellationTokenSource();
        var watch = Task.Run(() => WatchAsync(test, turmoil, ended.Token));
        var senders = Enumerable.Range(0, 4).Select(sender => Task.Run(() => turmoil.SendAsync(test, sender))).ToList();
        if (turmoil.StopsEarly)
        {
            await test.Pipeline.StopAsync(new CancellationToken(turmoil.HasDeadlinePassed));
        }

        await Task.WhenAll(senders);
        await test.Pipeline.StopAsync(default);
        await Eventually.TrueAsync(() => test.Ledger.Snapshot().InFlight == 0, "everything has a fate");
        await ended.CancelAsync();
        await watch;

        var ledger = test.AssertSettled();
        Assert.Equal(test.Store.Stored.Count, ledger[SpanFate.Stored]);
        if (turmoil.Acknowledge == Acknowledge.WhenDurable)
        {
            Assert.Subset(test.Store.Stored.Select(span => span.Trace).ToHashSet(), turmoil.Acknowledged.ToHashSet());
            Assert.Equal(0, ledger[SpanFate.Dropped]);
        }
    }

    /// <summary>Holds every snapshot against the equation while all is in motion, and moves the clock.</summary>
    private static async Task WatchAsync(PipelineUnderTest test, Turmoil turmoil, CancellationToken ended)
    {
        while (!ended.IsCancellationRequested)
        {
            var ledger = test.Ledger.Snapshot();
            Assert.Equal(ledger.Received, ledger.InFlight + ledger.Fates.Values.Sum());
            Assert.True(ledger.InFlight >= 0 && ledger.Fates.Values.All(spans => spans >= 0));
            turmoil.Time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }
    }
}
