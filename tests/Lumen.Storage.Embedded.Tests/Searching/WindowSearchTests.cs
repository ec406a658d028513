using Lumen.Queries;
using Lumen.Storage.Embedded.Faults;
using Lumen.TestKit;

namespace Lumen.Storage.Embedded.Searching;

/// <summary>Searches of spans in memory, which remember where keys stand from one search to the next.</summary>
public sealed class WindowSearchTests
{
    private static readonly EmbeddedStoreOptions OneWindow = new() { LogFileBytes = 1024 * 1024, WindowMaxSpans = 10_000 };

    [Fact]
    public async Task SearchAsync_OfAKeyThatWasAskedForBefore_SeesWhatCameSince()
    {
        await using var store = await StoreUnderTest.OpenAsync(OneWindow);
        foreach (var count in Enumerable.Range(1, 30))
        {
            await store.WriteAsync(SpanWith(2 * count, "customer", $"{count % 3}"), SpanWith((2 * count) + 1, "other", $"{count % 3}"));
            var expected = Enumerable.Range(1, count).Where(number => number % 3 == 1).Select(number => 2UL * (ulong)number);
            Assert.Equal(expected, await FindAsync(store, "customer = 1"));
        }
    }

    [Fact]
    public async Task SearchAsync_OfMoreKeysThanAreRemembered_FindsEach()
    {
        await using var store = await StoreUnderTest.OpenAsync(OneWindow);
        const int Keys = 40;
        await store.WriteAsync([.. Enumerable.Range(1, 3 * Keys).Select(number => SpanWith(number, $"key-{number % Keys}-", "v"))]);
        foreach (var key in Enumerable.Range(0, 2 * Keys).Select(round => round % Keys))
        {
            var expected = Enumerable.Range(1, 3 * Keys).Where(number => number % Keys == key).Select(number => (ulong)number);
            Assert.Equal(expected, await FindAsync(store, $"key-{key}- = v"));
        }
    }

    [Fact]
    public async Task SearchAsync_WhileSpansArrive_FindsAtLeastWhatWasAcknowledgedBefore()
    {
        await using var store = await StoreUnderTest.OpenAsync(OneWindow);
        var written = 0;
        var searching = Enumerable.Range(0, 3).Select(_ => Task.Run(async () =>
        {
            while (Volatile.Read(ref written) is < 200 and var before)
            {
                var found = await FindAsync(store, "customer exists");
                Assert.Equal(Enumerable.Range(1, found.Count).Select(number => (ulong)number), found);
                Assert.InRange(found.Count, before, 200);
            }
        })).ToArray();
        for (var number = 1; number <= 200; number++)
        {
            await store.WriteAsync(SpanWith(number, "customer", "1"));
            Volatile.Write(ref written, number);
        }

        await Task.WhenAll(searching);
    }

    private static SpanBuilder SpanWith(int number, string key, string value) =>
        StoreUnderTest.SpanOf(number) with { Attributes = [new KeyValue(key, AnyValue.Of(value))] };

    private static async Task<IReadOnlyList<ulong>> FindAsync(StoreUnderTest store, string where)
    {
        var query = new TraceQuery { Where = SpanPredicate.Parse(where), Limit = TraceQuery.MaxLimit };
        var page = await store.Reader.SearchAsync(query, CancellationToken.None);
        Assert.True(page.IsComplete);
        return [.. page.Traces.Select(summary => summary.TraceId.Low).Order()];
    }
}
