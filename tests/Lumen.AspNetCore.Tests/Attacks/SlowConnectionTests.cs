using Lumen.AspNetCore.Tests.Attacks.Load;
using Lumen.AspNetCore.Tests.Attacks.Wire;
using Lumen.Ledger;
using Lumen.TestKit;

namespace Lumen.AspNetCore.Tests.Attacks;

/// <summary>Senders that are slow without end, and senders that go away in the middle: others are served, and nothing is kept.</summary>
[Collection(AttackCollection.Name)]
public sealed class SlowConnectionTests
{
    private const int Connections = 1_000;
    private const int Others = 4;

    /// <summary>What a body reserves with its first byte.</summary>
    private const int LeastReserved = 16 * 1024;

    /// <summary>The two ends of a thousand connections, in one process.</summary>
    private const long HeapBytes = 384L * 1024 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Export_BesideAThousandSlowConnections_IsServedUntilTheServerGivesThemUp()
    {
        await using var host = await AttackedHost.StartAsync(listen: listener =>
        {
            if (!AttackScale.IsLong)
            {
                // Where they are slower than they may be after a second, not after half a minute.
                (listener.HeadersTimeout, listener.KeepAliveTimeout) = (TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
            }
        });
        await using var memory = new MemoryWatch(host.Budget);
        var slow = await BeginAsync(host);
        var bodies = slow.Count(sender => sender.HasBegunABody);
        var messages = Connections / Enum.GetValues<SlowKind>().Length * 3;
        await Eventually.TrueAsync(() => host.Budget.Used >= messages * LeastReserved, "bodies arrive on all connections");
        var load = new AttackLoad(host, Others);

        var tricklers = Task.WhenAll(slow.Select(sender => sender.TrickleAsync()));
        await load.RunAsync(() => tricklers.IsCompleted).WaitAsync(Patience);
        await tricklers;
        await Eventually.TrueAsync(() => Ended(host.Ledger) == bodies, "every body is accounted for");

        Assert.InRange(load.Taken, Others, int.MaxValue);
        Assert.Equal((load.Begun, 0), (load.Taken, load.Unanswered));
        var ledger = host.AssertSettled();
        Assert.Equal((bodies, 0), (ledger.RefusedRequests, ledger.MalformedRequests));
        Assert.Equal(load.Acknowledged.Sum(trace => trace.Spans), ledger[SpanFate.Stored]);
        await memory.AssertBoundedAsync(HeapBytes);
        slow.ForEach(sender => sender.Dispose());
    }

    [Theory]
    [InlineData(SlowKind.Http1Headers, true)]
    [InlineData(SlowKind.Http1Body, true)]
    [InlineData(SlowKind.Http1Body, false)]
    [InlineData(SlowKind.Http1Chunks, true)]
    [InlineData(SlowKind.Http1Chunks, false)]
    [InlineData(SlowKind.Http2Headers, true)]
    [InlineData(SlowKind.GrpcMessage, true)]
    [InlineData(SlowKind.GrpcMessage, false)]
    public async Task Export_SendersThatVanish_AreCountedEachAndHoldNothing(SlowKind kind, bool byReset)
    {
        const int Senders = 50;
        await using var host = await AttackedHost.StartAsync();
        var senders = await Task.WhenAll(Enumerable.Range(0, Senders).Select(_ => SlowSender.BeginAsync(host, kind)));
        var counted = senders.Count(sender => sender.HasBegunABody);
        await Eventually.TrueAsync(() => host.Budget.Used >= counted * LeastReserved, "every body has begun to arrive");

        Array.ForEach(senders, sender => sender.Vanish(byReset));
        using var other = new AttackSender(host, isGrpc: kind >= SlowKind.Http2Headers);
        var answer = await other.SendAsync(new AttackRequest(number: 1, largeBytes: 0).Body);

        Assert.True(answer.IsTaken, answer.What);
        await Eventually.TrueAsync(
            () => Ended(host.Ledger) == counted && host.Budget.Used == 0, $"each of {counted} is accounted for and nothing is held");
        Assert.Equal(AttackRequest.Spans, host.AssertSettled()[SpanFate.Stored]);
    }

    private static long Ended(LedgerSnapshot ledger) => ledger.RefusedRequests + ledger.MalformedRequests;

    private static async Task<List<SlowSender>> BeginAsync(AttackedHost host)
    {
        var kinds = Enum.GetValues<SlowKind>();
        var slow = new List<SlowSender>();
        for (var number = 0; number < Connections; number++)
        {
            slow.Add(await SlowSender.BeginAsync(host, kinds[number % kinds.Length]));
        }

        return slow;
    }
}
