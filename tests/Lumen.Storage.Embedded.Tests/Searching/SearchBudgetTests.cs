using FsCheck.Xunit;
using Lumen.Queries;
using Lumen.Storage.Conformance;
using Lumen.Storage.Embedded.Faults;
using Lumen.TestKit;

namespace Lumen.Storage.Embedded.Searching;

public sealed class SearchBudgetTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    private static EmbeddedStoreOptions Frugal { get; } =
        StoreUnderTest.Small with { SearchMaxSpans = 50, BucketMaxSpans = 60, IntakePatience = TimeSpan.FromMinutes(1) };

    [Fact]
    public async Task SearchAsync_BeyondItsBudget_StopsSaysWhyAndGoesOnFromItsCursor()
    {
        await using var store = await StoreUnderTest.OpenAsync(Frugal);
        await store.WriteTracesAsync(1, 400);
        await store.EventuallyFinishedAsync(4);

        // Nothing excludes a block: the key is nowhere, and only the bytes of every span say so.
        var query = new TraceQuery
        {
            Where = SpanPredicate.Parse("not spanId = \"0000000000000007\" and span.k absent and spanId ^= \"000000000000000\""),
        };
        var (traces, stops) = await ReadAllAsync(store.Reader, query with { Limit = 1_000 });
        Assert.Equal([15UL, 14, 13, 12, 11, 10, 9, 8, 6, 5, 4, 3, 2, 1], traces.Select(id => id.Low));
        Assert.InRange(stops.Count, 3, 20);
        Assert.All(
            stops, reason => Assert.Matches("^The search looked at [0-9,]+ spans, back to 2023-11-14 22:13:20 UTC, and stopped", reason));
    }

    [Fact]
    public async Task SearchAsync_WithinItsBudget_IsComplete()
    {
        await using var store = await StoreUnderTest.OpenAsync(Frugal with { SearchMaxSpans = 2_000 });
        await store.WriteTracesAsync(1, 400);
        var page = await store.Reader.SearchAsync(new TraceQuery { Where = SpanPredicate.Parse("span.k exists") }, None);
        Assert.True(page.IsComplete);
        Assert.Null(page.Next);
        Assert.Empty(page.Traces);
    }

    [Theory]
    [InlineData("k = 37", 1)]
    [InlineData("span.k in (37, 38)", 2)]
    [InlineData("k = 37 or resource.k = 38", 1)]
    [InlineData("k = 37 and k absent", 0)]
    [InlineData("k >= 398", 3)]
    [InlineData("k < 3 and not k exists", 0)]
    [InlineData("k > 1000", 0)]
    [InlineData("k ^= 37 and event.k exists", 0)]
    [InlineData("other exists", 0)]
    [InlineData("resource.k exists or scope:name = nobody", 0)]
    [InlineData("k = 37 and resource.service.name = cart", 0)]
    public async Task SearchAsync_OfWhatFewBlocksCanHold_LooksAtNoOthers(string text, int found)
    {
        // A budget that two blocks exhaust: the answer is whole only if the others are excluded.
        await using var store = await StoreUnderTest.OpenAsync(Frugal with { SearchMaxSpans = 85 });
        for (var number = 1; number <= 400; number++)
        {
            await store.EventuallyStoredAsync(StoreUnderTest.SpanOf(number) with { Attributes = [new("k", AnyValue.Of(number))] });
        }

        await store.EventuallyFinishedAsync(4);
        var page = await store.Reader.SearchAsync(new TraceQuery { Where = SpanPredicate.Parse(text) }, None);
        Assert.Null(page.IncompleteReason);
        Assert.Equal(found, page.Traces.Count);
    }

    [Theory]
    [InlineData("traceDuration > 4us")]
    [InlineData("traceDuration > 4us or span.k exists")]
    [InlineData("not traceDuration <= 4us and spanId exists")]
    public async Task SearchAsync_ByTheDurationOfTracesInMemory_StopsAtItsBudgetToo(string text)
    {
        await using var store = await StoreUnderTest.OpenAsync(
            Frugal with { SearchMaxSpans = 400, WindowMaxSpans = 1_000, LogFileBytes = 4 * 1024 * 1024 });
        for (var number = 1; number <= 300; number++)
        {
            var span = StoreUnderTest.SpanOf(number);
            await store.WriteAsync(span with { EndUnixNano = span.StartUnixNano + (number % 50 == 7 ? 5_000UL : 3_000UL) });
        }

        var query = new TraceQuery { Limit = 1_000, Where = SpanPredicate.Parse(text) };
        var (traces, stops) = await ReadAllAsync(store.Reader, query);
        Assert.Equal([257UL, 207, 157, 107, 57, 7], traces.Select(id => id.Low));
        Assert.InRange(stops.Count, 5, 30);
    }

    [Property(MaxTest = 25)]
    public async Task SearchAsync_InSmallSteps_FindsWhatTheReferenceFinds(int seed)
    {
        await using var store = await StoreUnderTest.OpenAsync(Frugal with { SearchMaxSpans = 1, WindowMaxSpans = 15 });
        await using var reference = new ReferenceTraceStore();
        await reference.OpenAsync(None);
        var world = new SmallWorld(seed);
        for (var round = 0; round < 12; round++)
        {
            await WriteAsync(store, reference, world.NextRequests());
        }

        for (var count = 0; count < 10; count++)
        {
            var query = world.NextPredicateQuery();
            var (expected, _) = await ReadAllAsync(reference, query);
            var (actual, _) = await ReadAllAsync(store.Reader, query);
            Assert.True(expected.SequenceEqual(actual), $"{query.Where}\n{string.Join(' ', expected)}\n{string.Join(' ', actual)}");
        }
    }

    [Fact]
    public async Task SearchAsync_WhenCancelled_GivesUpBeforeTheNextBlock()
    {
        await using var store = await StoreUnderTest.OpenAsync(Frugal);
        await store.WriteTracesAsync(1, 100);
        await store.EventuallyBucketsAsync(2);
        using var cancellation = new CancellationTokenSource();
        var reads = 0;
        store.Files.Before = operation =>
        {
            if (operation is { IsBucket: true, Action: FileAction.Read } && Interlocked.Increment(ref reads) == 3)
            {
                cancellation.Cancel();
            }

            return null;
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await store.Reader.SearchAsync(
            new TraceQuery { Where = SpanPredicate.Parse("spanId ^= \"x\"") }, cancellation.Token));

        // What was being read when it came is read to its end: a block's frame in a few reads.
        Assert.InRange(reads, 3, 6);
    }

    private static async Task WriteAsync(StoreUnderTest store, ReferenceTraceStore reference, OtlpRequestBuilder[] requests)
    {
        foreach (var request in requests)
        {
            Assert.Equal([WriteOutcome.Stored], await store.TryWriteAsync(request));
            using var batch = request.ToBatch();
            await reference.WriteAsync(new[] { batch }, new WriteOutcome[1], None);
        }
    }

    /// <summary>Reads page after page, and what each page that stopped early said.</summary>
    private static async Task<(List<TraceId> Traces, List<string> Stops)> ReadAllAsync(ITraceReader reader, TraceQuery query)
    {
        var (traces, stops) = (new List<TraceId>(), new List<string>());
        while (true)
        {
            var page = await reader.SearchAsync(query, None);
            traces.AddRange(page.Traces.Select(trace => trace.TraceId));
            if (page.IncompleteReason is { } reason)
            {
                stops.Add(reason);
            }

            if (page.Next is null)
            {
                return (traces, stops);
            }

            Assert.True(
                query.After is not { } after || after.Precedes(page.Next.Value.StartUnixNano, page.Next.Value.TraceId)
                || page.Next.Value.StartUnixNano < after.StartUnixNano,
                $"The cursor {page.Next} is not behind {query.After}.");
            query = query with { After = page.Next };
        }
    }
}
