using Lumen.TestKit;

namespace Lumen.Storage.Embedded.Searching;

/// <summary>Spans of clocks that are a day ahead, in buckets of several windows.</summary>
public sealed class FutureStartTests
{
    private const ulong Hour = 3_600_000_000_000;

    [Fact]
    public async Task SearchAsync_OfSpansThatAreLateForOneWindowAndUsualForTheNext_GivesTheNewestFirst()
    {
        await using var store = await StoreUnderTest.OpenAsync(
            StoreUnderTest.Small with { BucketMaxSpans = 40, BucketDuration = TimeSpan.FromDays(3) });
        var arrival = (ulong)store.Time.GetUtcNow().ToUnixTimeSeconds() * 1_000_000_000;
        await WriteWindowAsync(store, 1, arrival + (24 * Hour) + (Hour / 2));
        store.Time.Advance(TimeSpan.FromHours(1));
        await WriteWindowAsync(store, 21, arrival + (24 * Hour) + (Hour * 3 / 4));
        await WriteWindowAsync(store, 41, arrival + (24 * Hour) + (Hour * 5 / 8));
        await WriteWindowAsync(store, 61, arrival);
        await store.EventuallyFinishedAsync(1);

        var page = await store.Reader.SearchAsync(new TraceQuery { Limit = 1_000 }, CancellationToken.None);

        // Of equal starts the lower id comes first.
        int[] firsts = [21, 41, 1, 61];
        Assert.Equal(firsts.SelectMany(static first => Enumerable.Range(first, 20)), page.Traces.Select(trace => (int)trace.TraceId.Low));
    }

    private static async Task WriteWindowAsync(StoreUnderTest store, int first, ulong start)
    {
        for (var number = first; number < first + 20; number++)
        {
            await store.EventuallyStoredAsync(
                StoreUnderTest.SpanOf(number) with { StartUnixNano = start, EndUnixNano = start + 5 });
        }
    }
}
