using Lumen.TestKit;

namespace Lumen.Storage.Embedded.Searching;

/// <summary>Pages of one search while retention drops buckets between them.</summary>
public sealed class PagingTests
{
    private const int Group = 80;

    private static readonly CancellationToken None = CancellationToken.None;

    private static EmbeddedStoreOptions Hourly { get; } = StoreUnderTest.Small with
    {
        BucketMaxSpans = 40, RetentionAge = TimeSpan.FromHours(5),
    };

    [Theory]
    [InlineData(false, 240, 141)]
    [InlineData(true, 240, 1)]
    public async Task SearchAsync_WithRetentionBetweenPages_RepeatsNoTraceAndHidesNoneThatIsLeft(
        bool newestArriveFirst, int first, int last)
    {
        await using var store = await StoreUnderTest.OpenAsync(Hourly);
        for (var group = 0; group < 3; group++)
        {
            await WriteGroupAsync(store, newestArriveFirst ? 2 - group : group);
        }

        // One that stays the newest bucket, before all that is searched.
        await store.WriteTracesAsync(10_000, 45);
        await store.EventuallyFinishedAsync(7);
        var query = new TraceQuery { Limit = 25, ToUnixNano = SpanBuilder.Epoch + 5_000 };
        var found = new List<ulong>();
        do
        {
            var page = await store.Reader.SearchAsync(query, None);
            Assert.Null(page.IncompleteReason);
            found.AddRange(page.Traces.Select(trace => trace.TraceId.Low));
            query = query with { After = page.Next };
            if (found.Count is 25 or 100)
            {
                // The oldest group that is left becomes too old.
                store.Time.Advance(TimeSpan.FromHours(found.Count == 25 ? 2.5 : 1));
                await store.Store.RetireAsync(None);
            }
        }
        while (query.After is not null);

        // In the order of arrival what is dropped comes last; against it, the group that is dropped has mostly been read by then.
        var expected = Enumerable.Range(last, first - last + 1).Reverse().Select(number => (ulong)number);
        Assert.Equal(newestArriveFirst ? WithoutDropped(expected) : expected, found);
    }

    [Fact]
    public async Task SearchAsync_OfATraceWhoseNewestSpanRetentionDropsBetweenPages_GivesItOnceMoreByWhatIsLeft()
    {
        await using var store = await StoreUnderTest.OpenAsync(Hourly);
        await WriteGroupAsync(store, 2);
        await store.EventuallyStoredAsync(StoreUnderTest.SpanOf(240) with { SpanId = new SpanId(77), StartUnixNano = SpanBuilder.Epoch });
        await WriteGroupAsync(store, 0);
        await store.EventuallyFinishedAsync(4);
        var query = new TraceQuery { Limit = 1 };
        var page = await store.Reader.SearchAsync(query, None);
        Assert.Equal(240UL, Assert.Single(page.Traces).TraceId.Low);
        store.Time.Advance(TimeSpan.FromHours(3.5));
        await store.Store.RetireAsync(None);
        page = await store.Reader.SearchAsync(query with { Limit = 1_000, After = page.Next }, None);
        var left = Enumerable.Range(1, Group).Reverse().Append(240);
        Assert.Equal(left, page.Traces.Select(trace => (int)trace.TraceId.Low));
    }

    /// <summary>The first group to arrive had the newest starts and went after the first page, the second one after the fourth.</summary>
    private static IEnumerable<ulong> WithoutDropped(IEnumerable<ulong> numbers) =>
        numbers.Where(number => number is > 240 - 25 or <= 160 and > 160 - 75 or <= 80);

    private static async Task WriteGroupAsync(StoreUnderTest store, int group)
    {
        await store.WriteTracesAsync((group * Group) + 1, Group);
        store.Time.Advance(TimeSpan.FromHours(1));
    }
}
