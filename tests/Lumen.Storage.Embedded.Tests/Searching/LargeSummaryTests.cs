using System.Globalization;
using Lumen.Queries;
using Lumen.TestKit;

namespace Lumen.Storage.Embedded.Searching;

/// <summary>
/// A search says how much memory a large trace takes before it takes it. LUMEN_TRACE_SPANS says how many spans the trace has.
/// </summary>
public sealed class LargeSummaryTests
{
    private const int FewSpans = 12_000;
    private const int SpansARequest = 2_000;
    private const long Little = 512 * 1024;

    private static readonly int Spans = Environment.GetEnvironmentVariable("LUMEN_TRACE_SPANS") is { Length: > 0 } spans
        ? int.Parse(spans, CultureInfo.InvariantCulture)
        : FewSpans;

    private static readonly TraceId Large = new(1, 1);

    [Theory]
    [InlineData(null)]
    [InlineData("traceDuration >= 0ns and name = \"operation\"")]
    public async Task SearchAsync_ThatMeetsALargeTrace_NeedsAsMuchMemoryAsItSays(string? where)
    {
        await using var store = await OpenAsync();
        var query = new TraceQuery { Where = where is null ? null : SpanPredicate.Parse(where) };
        var tooLarge = await Assert.ThrowsAsync<TraceTooLargeException>(() => SearchAsync(store, query with { MaxReadBytes = Little }));
        Assert.InRange(tooLarge.NeededBytes, Little + 1, long.MaxValue);

        var before = GC.GetAllocatedBytesForCurrentThread();
        await Assert.ThrowsAsync<TraceTooLargeException>(() => SearchAsync(store, query with { MaxReadBytes = Little }));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64L * 1024 * 1024);

        var page = await SearchWithWhatItNeedsAsync(store, query);
        Assert.Equal((Large, Spans), (Assert.Single(page.Traces).TraceId, page.Traces[0].SpanCount));
    }

    [Fact]
    public async Task SearchAsync_BehindACursorByAnAttribute_NeedsAsMuchMemoryAsItSays()
    {
        await using var store = await OpenAsync();
        var after = new SearchCursor(SpanBuilder.Epoch + (ulong)Spans, default);
        var query = new TraceQuery { After = after, Where = SpanPredicate.Parse("span.k = v") };
        Assert.Single((await SearchWithWhatItNeedsAsync(store, query)).Traces);
    }

    /// <summary>A window that is written meanwhile may need more as a block, of which only a bound is known.</summary>
    private static async Task<TracePage> SearchWithWhatItNeedsAsync(StoreUnderTest store, TraceQuery query)
    {
        var allowed = Little;
        for (var times = 0; times < 6; times++)
        {
            try
            {
                var page = await SearchAsync(store, query with { MaxReadBytes = allowed });
                Assert.NotEqual(0, times);
                return page;
            }
            catch (TraceTooLargeException tooLarge)
            {
                Assert.InRange(tooLarge.NeededBytes, allowed + 1, long.MaxValue);
                allowed = tooLarge.NeededBytes;
            }
        }

        throw new InvalidOperationException("The search asks for more and more.");
    }

    private static Task<TracePage> SearchAsync(StoreUnderTest store, TraceQuery query) =>
        store.Reader.SearchAsync(query, CancellationToken.None).AsTask();

    private static async Task<StoreUnderTest> OpenAsync()
    {
        var store = await StoreUnderTest.OpenAsync(new EmbeddedStoreOptions { WindowMaxSpans = 5_000, RetentionBytes = 1L << 36 });
        for (var first = 0; first < Spans; first += SpansARequest)
        {
            var spans = Enumerable.Range(first, Math.Min(SpansARequest, Spans - first)).Select(number => new SpanBuilder
            {
                TraceId = Large, SpanId = new SpanId(1 + (ulong)number), StartUnixNano = SpanBuilder.Epoch + (ulong)number,
                Attributes = [new KeyValue("k", AnyValue.Of("v"))],
            });
            await store.EventuallyStoredAsync([.. spans]);
        }

        return store;
    }
}
