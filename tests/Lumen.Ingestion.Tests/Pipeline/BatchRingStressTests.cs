using Lumen.TestKit;

namespace Lumen.Ingestion.Pipeline;

/// <summary>
/// Many producers against one consumer, and a visitor in between, on rings small enough to be full and empty all the time. A wrong memory
/// order would lose an item, give one twice, out of a producer's order, or before its content.
/// </summary>
public sealed class BatchRingStressTests
{
    private const int NeverSleep = -1;

    private static readonly int ItemsPerProducer = Require.IsAllRequired ? 150_000 : 20_000;

    [Theory]
    [InlineData(2, 1)]
    [InlineData(2, 4)]
    [InlineData(8, 3)]
    [InlineData(1_024, 8)]
    public async Task Ring_UnderManyProducers_GivesEachItemOnceAndInOrder(int capacity, int producers)
    {
        var ring = new BatchRing<Item>(capacity);
        var consumer = Task.Run(() => Consume(ring, producers));
        using var consumed = new CancellationTokenSource();
        var visitor = Task.Run(() => Visit(ring, consumed.Token));

        await Task.WhenAll(Enumerable.Range(0, producers).Select(producer => Task.Run(() => Produce(ring, producer))));
        var fault = await consumer;
        await consumed.CancelAsync();

        Assert.Null(fault);
        Assert.Equal(0, await visitor);
        Assert.Equal(0, ring.Count);
    }

    private static void Produce(BatchRing<Item> ring, int producer)
    {
        var spin = default(SpinWait);
        for (var number = 0; number < ItemsPerProducer; number++)
        {
            var item = new Item(producer, number);
            while (!ring.TryEnqueue(item))
            {
                spin.SpinOnce(sleep1Threshold: NeverSleep);
            }
        }
    }

    /// <returns>What went wrong, or null.</returns>
    private static string? Consume(BatchRing<Item> ring, int producers)
    {
        var next = new int[producers];
        var spin = default(SpinWait);
        for (var left = (long)producers * ItemsPerProducer; left > 0;)
        {
            if (!ring.TryDequeue(out var item))
            {
                spin.SpinOnce(sleep1Threshold: NeverSleep);
                continue;
            }

            if (item.Check != Item.CheckOf(item.Producer, item.Number) || item.Number != next[item.Producer]++)
            {
                return $"Producer {item.Producer}: number {item.Number} came where {next[item.Producer] - 1} was due.";
            }

            left--;
        }

        return ring.TryDequeue(out _) ? "There are more items than were enqueued." : null;
    }

    /// <returns>How many items were seen before their content.</returns>
    private static int Visit(BatchRing<Item> ring, CancellationToken consumed)
    {
        var torn = 0;
        while (!consumed.IsCancellationRequested)
        {
            ring.Visit(item => torn += item.Check == Item.CheckOf(item.Producer, item.Number) ? 0 : 1);
            if (ring.Count < 0 || ring.Count > ring.Capacity)
            {
                torn++;
            }
        }

        return torn;
    }

    private sealed class Item(int producer, int number)
    {
        internal int Producer { get; } = producer;

        internal int Number { get; } = number;

        internal int Check { get; } = CheckOf(producer, number);

        internal static int CheckOf(int producer, int number) => (producer * 31) ^ ~number;
    }
}
