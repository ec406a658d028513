using System.Diagnostics;
using Lumen.AspNetCore.Tests.Attacks.Load;
using Lumen.Ledger;
using Lumen.Storage;

namespace Lumen.AspNetCore.Tests.Attacks;

/// <summary>Ten times what the store can take, over gRPC and HTTP at once.</summary>
[Collection(AttackCollection.Name)]
public sealed class OverloadTests
{
    private const int Overload = 10;
    private const int Senders = 40;
    private const int LargeBytes = 200_000;
    private const int LeastQuestions = 20;
    private const int IntakeBytes = 1024 * 1024;

    /// <summary>Beside the intake: what forty clients in the same process hold, the store, the answers of queries, and garbage.</summary>
    private const long HeapBytes = 384L * 1024 * 1024;

    [Fact]
    public async Task Export_TenTimesWhatTheStoreTakes_BoundsMemoryServesOthersAndAccountsForAll()
    {
        await using var host = await AttackedHost.StartAsync(options =>
        {
            (options.MaxInFlightBytes, options.MaxRequestBytes, options.MaxQueuedRequests) = (IntakeBytes, IntakeBytes / 2, 8);
        });
        using var pace = new OneInSoMany(host.Store, Overload);
        var load = new AttackLoad(host, Senders, LargeBytes) { Beginning = pace.Count };
        var clock = Stopwatch.StartNew();
        var questions = 0;
        await using var memory = new MemoryWatch(host.Budget);

        var sending = load.RunAsync(() => clock.Elapsed > AttackScale.Duration && Volatile.Read(ref questions) >= LeastQuestions);
        while (questions < LeastQuestions || clock.Elapsed < AttackScale.Duration)
        {
            await AskAsync(host, load);
            Interlocked.Increment(ref questions);
        }

        Assert.True(load.Taken <= (load.Begun / Overload) + 1, $"The store was given {load.Taken} of {load.Begun} requests.");
        host.Store.Mend();
        pace.Release();
        await sending;
        await memory.AssertBoundedAsync(HeapBytes);
        AssertRefusedForEveryReason(load.AssertExact());
        await AttackedHost.AssertStoredAsync(host.Store.Reader, load.Acknowledged);
    }

    private static void AssertRefusedForEveryReason(LedgerSnapshot ledger)
    {
        Assert.InRange(ledger.RefusedRequests, 1, long.MaxValue);
        Assert.InRange(ledger[SpanFate.Stored], 1, long.MaxValue);
        Assert.InRange(ledger[SpanFate.Rejected], 1, long.MaxValue);
    }

    /// <summary>What people and probes ask while all this goes on.</summary>
    private static async Task AskAsync(AttackedHost host, AttackLoad load)
    {
        await host.JsonAsync("lumen/api/health");
        await host.JsonAsync("lumen/api/services");
        var metrics = await host.JsonAsync("lumen/api/metrics");
        var ledger = metrics.GetProperty("ledger");
        Assert.True(ledger.GetProperty("received").GetInt64() >= ledger.GetProperty("stored").GetInt64());
        if (load.Acknowledged.LastOrDefault() is { Spans: > 0 } last)
        {
            var trace = await host.JsonAsync($"lumen/api/traces/{last.Trace}");
            Assert.Equal(last.Spans, trace.GetProperty("spans").GetArrayLength());
        }
    }

    /// <summary>Lets a store take one request for every so many that are begun, however fast the machine is.</summary>
    private sealed class OneInSoMany : IDisposable
    {
        private readonly SemaphoreSlim _turns = new(0);
        private readonly TroubledStore _store;
        private readonly int _share;
        private int _begun;

        internal OneInSoMany(TroubledStore store, int share)
        {
            _store = store;
            _share = share;
            store.Trouble = WriteAsync;
        }

        public void Dispose() => _turns.Dispose();

        internal void Count()
        {
            if (Interlocked.Increment(ref _begun) % _share == 0)
            {
                _turns.Release();
            }
        }

        /// <summary>Lets all go that wait.</summary>
        internal void Release() => _turns.Release(Senders);

        private async ValueTask WriteAsync(
            ReadOnlyMemory<SpanBatch> batches, Memory<WriteOutcome> outcomes, CancellationToken cancellationToken)
        {
            for (var taken = 0; taken < batches.Length; taken++)
            {
                await _turns.WaitAsync(cancellationToken);
            }

            await _store.PassOnAsync(batches, outcomes, cancellationToken);
        }
    }
}
