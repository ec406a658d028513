using Lumen.AspNetCore.Tests.Attacks.Load;
using Lumen.Hosting;
using Lumen.Ledger;
using Lumen.TestKit;

namespace Lumen.AspNetCore.Tests.Attacks;

/// <summary>A store that is slow, stalls or fails behind a host that real clients send to: what they are told, and what is left.</summary>
[Collection(AttackCollection.Name)]
public sealed class StoreTroubleTests
{
    private const int Senders = 12;
    private const int Enough = 30;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData("slow", "durable")]
    [InlineData("stalled before it writes", "waited_too_long")]
    [InlineData("stalled behind its write", "waited_too_long")]
    [InlineData("throwing", "store_failed")]
    [InlineData("throwing behind its write", "store_failed")]
    [InlineData("refusing", "store_retry")]
    [InlineData("rejecting", "store_rejected")]
    public async Task Export_StoreInTrouble_IsAnsweredAsDesignedAndTakenOnceItMends(string what, string reason)
    {
        await using var host = await AttackedHost.StartAsync(Configure);
        host.Store.Trouble = StoreTrouble.Of(what, host.Store);
        var load = new AttackLoad(host, Senders);
        var isEnough = false;

        var sending = load.RunAsync(() => Volatile.Read(ref isEnough));
        await Eventually.TrueAsync(
            () => load.Taken + load.Refused >= Enough && host.Ledger.Fates.Any(entry => entry.Key.Reason == reason),
            $"requests are answered, and spans end as {reason}");
        host.Store.Mend();
        var takenInTrouble = load.Taken;
        await Eventually.TrueAsync(() => load.Taken >= takenInTrouble + Enough, "requests are taken again");
        Volatile.Write(ref isEnough, true);
        await sending.WaitAsync(Patience);

        var ledger = load.AssertExact();
        AssertOnlyReasons(ledger, reason);
        await AttackedHost.AssertStoredAsync(host.Store.Reader, load.Acknowledged);
    }

    [Theory]
    [InlineData("slow")]
    [InlineData("stalled before it writes")]
    [InlineData("stalled behind its write")]
    [InlineData("throwing")]
    [InlineData("throwing behind its write")]
    [InlineData("refusing")]
    [InlineData("rejecting")]
    public async Task StopAsync_StoreInTrouble_EndsAndKeepsWhatWasAcknowledged(string what)
    {
        await using var host = await AttackedHost.StartAsync(Configure);
        var load = new AttackLoad(host, Senders);
        var hasStopped = false;
        var sending = load.RunAsync(() => Volatile.Read(ref hasStopped));
        await Eventually.TrueAsync(() => load.Taken >= Enough, "requests are taken");
        host.Store.Trouble = StoreTrouble.Of(what, host.Store);
        var writes = host.Store.Writes;
        await Eventually.TrueAsync(() => host.Store.Writes > writes, "a write is in trouble");

        await host.StopAsync().WaitAsync(Patience);
        Volatile.Write(ref hasStopped, true);
        await sending.WaitAsync(Patience);
        host.Store.Mend();
        await Eventually.TrueAsync(() => host.Ledger.InFlight == 0, "everything has a fate");

        var ledger = host.AssertSettled();
        Assert.Equal(0, ledger[SpanFate.Dropped]);
        Assert.True(load.Acknowledged.Sum(trace => trace.Spans) <= ledger[SpanFate.Stored]);
        await using var reopened = await host.ReopenAsync();
        await AttackedHost.AssertStoredAsync(reopened.Reader, load.Acknowledged);
    }

    private static void Configure(LumenOptions options)
    {
        options.MaxWait = TimeSpan.FromMilliseconds(200);
        options.StopTimeout = TimeSpan.FromSeconds(2);
        options.MaxQueuedRequests = 8;
    }

    /// <summary>All ends for the trouble, or because a queue is full or a wait is over, which comes of it.</summary>
    private static void AssertOnlyReasons(LedgerSnapshot ledger, string reason) => Assert.Subset(
        new HashSet<string> { reason, "durable", "queue_full", "waited_too_long", "invalid_trace_id" },
        ledger.Fates.Where(entry => entry.Value > 0).Select(entry => entry.Key.Reason).ToHashSet());
}
