using System.Threading.Channels;
using BenchmarkDotNet.Attributes;
using Lumen.Ingestion;

namespace Lumen.Benchmarks.Pipeline;

/// <summary>
/// Handing items from producers to the one writer, as the pipeline does: a try that may find no room, and a wake-up where the writer
/// sleeps. The ring beside a bounded channel with a single reader. Times and allocations are per item, that is, per request.
/// </summary>
[MemoryDiagnoser]
public class RingBenchmarks
{
    private const int Items = 400_000;
    private const int Capacity = 1_024;
    private const int NeverSleep = -1;

    private static readonly object Item = new();

    /// <summary>How many threads enqueue.</summary>
    [Params(1, 2, 4)]
    public int Producers { get; set; }

    /// <summary>The ring and the signal of the pipeline.</summary>
    [Benchmark(OperationsPerInvoke = Items)]
    public async Task RingAndSignal()
    {
        var ring = new BatchRing<object>(Capacity);
        var signal = new WriterSignal();
        var producers = Produce(() =>
        {
            if (!ring.TryEnqueue(Item))
            {
                return false;
            }

            signal.Set();
            return true;
        });
        for (var left = Share() * Producers; left > 0;)
        {
            if (ring.TryDequeue(out _))
            {
                left--;
            }
            else
            {
                await signal.WaitAsync();
            }
        }

        await producers;
    }

    /// <summary>The bounded channel of the base class library.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = Items)]
    public async Task BoundedChannel()
    {
        var channel = Channel.CreateBounded<object>(new BoundedChannelOptions(Capacity) { SingleReader = true });
        var producers = Produce(() => channel.Writer.TryWrite(Item));
        for (var left = Share() * Producers; left > 0;)
        {
            if (channel.Reader.TryRead(out _))
            {
                left--;
            }
            else
            {
                await channel.Reader.WaitToReadAsync();
            }
        }

        await producers;
    }

    private int Share() => Items / Producers;

    private Task Produce(Func<bool> tryEnqueue) => Task.WhenAll(Enumerable.Range(0, Producers).Select(_ => Task.Run(() =>
    {
        var spin = default(SpinWait);
        for (var left = Share(); left > 0;)
        {
            if (tryEnqueue())
            {
                left--;
            }
            else
            {
                // The pipeline would refuse the request here.
                spin.SpinOnce(NeverSleep);
            }
        }
    })));
}
