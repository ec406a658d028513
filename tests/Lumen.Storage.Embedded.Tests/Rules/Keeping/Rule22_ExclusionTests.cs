using Lumen.Storage.Embedded.Faults;
using Lumen.TestKit;

namespace Lumen.Storage.Embedded.Rules.Keeping;

/// <summary>Postings and statistics exclude blocks: what cannot match is not read.</summary>
public sealed class Rule22_ExclusionTests
{
    [Fact]
    public async Task FindTraceAsync_OfAnUnknownTrace_ReadsNoBlock()
    {
        await using var store = await FilledAsync();
        Assert.Equal(0, await BlocksReadAsync(store, async () => Assert.Null(await store.FindAsync(999_999))));
    }

    [Fact]
    public async Task FindTraceAsync_OfATraceInOneBlock_ReadsThatBlock()
    {
        await using var store = await FilledAsync();
        Assert.Equal(1, await BlocksReadAsync(store, async () => Assert.Single((await store.FindAsync(3))!.Spans)));
    }

    [Fact]
    public async Task FindTraceAsync_OfATraceThatASearchFound_ReadsNoBlockAgain()
    {
        await using var store = await FilledAsync();
        await store.Reader.SearchAsync(new TraceQuery { Limit = TraceQuery.MaxLimit }, CancellationToken.None);
        Assert.Equal(0, await BlocksReadAsync(store, async () => Assert.Single((await store.FindAsync(3))!.Spans)));
    }

    [Fact]
    public async Task SearchAsync_OfWhatNoBlockHas_ReadsNoBlock()
    {
        await using var store = await FilledAsync();
        TraceQuery[] queries =
        [
            new() { Service = "absent" },
            new() { Service = "shop", Operation = "absent" },
            new() { Service = "shop", MinDurationNanos = 1_000_000 },
            new() { Service = "shop", Status = SpanStatus.Error },
            new() { FromUnixNano = SpanBuilder.Epoch - 1_000, ToUnixNano = SpanBuilder.Epoch },
            new() { FromUnixNano = SpanBuilder.Epoch + 1_000_000 },
        ];
        foreach (var query in queries)
        {
            Assert.Equal(0, await BlocksReadAsync(store,
                async () => Assert.Empty((await store.Reader.SearchAsync(query, CancellationToken.None)).Traces)));
        }
    }

    [Fact]
    public async Task SearchAsync_OfTheNewest_StopsWhenThePageIsFull()
    {
        await using var store = await FilledAsync();
        var query = new TraceQuery { Limit = 5 };
        // The newest spans lie in the newest block; each trace is then read for its summary, from the same.
        var read = await BlocksReadAsync(store, async () =>
            Assert.Equal(5, (await store.Reader.SearchAsync(query, CancellationToken.None)).Traces.Count));
        Assert.InRange(read, 0, 7);
    }

    [Fact]
    public async Task SearchAsync_WithSpansDatedFarOff_StillExcludesTheOthers()
    {
        await using var store = await StoreUnderTest.OpenAsync();
        await store.WriteAsync(
            [.. Enumerable.Range(1, 19).Select(StoreUnderTest.SpanOf), StoreUnderTest.SpanOf(20) with { StartUnixNano = 0 }]);
        await store.WriteAsync(
            [.. Enumerable.Range(21, 19).Select(StoreUnderTest.SpanOf),
            StoreUnderTest.SpanOf(40) with { StartUnixNano = 4_102_444_800_000_000_000 }]);
        await store.WriteTracesAsync(41, 1);
        await StoreUnderTest.EventuallyAsync(() =>
            store.Files.Operations.Count(operation => operation is { Action: FileAction.Flush, IsBucket: true }) >= 3, "no windows");
        var between = new TraceQuery { FromUnixNano = 1, ToUnixNano = SpanBuilder.Epoch };
        Assert.Equal(0, await BlocksReadAsync(store,
            async () => Assert.Empty((await store.Reader.SearchAsync(between, CancellationToken.None)).Traces)));
        var early = await store.Reader.SearchAsync(new TraceQuery { ToUnixNano = 1 }, CancellationToken.None);
        Assert.Equal(20UL, Assert.Single(early.Traces).TraceId.Low);
        var late = await store.Reader.SearchAsync(new TraceQuery { FromUnixNano = SpanBuilder.Epoch + 1_000_000 }, CancellationToken.None);
        Assert.Equal(40UL, Assert.Single(late.Traces).TraceId.Low);
    }

    /// <summary>Six windows in buckets, each of one block, and what is read of their indexes is cached.</summary>
    private static async Task<StoreUnderTest> FilledAsync()
    {
        var store = await StoreUnderTest.OpenAsync(StoreUnderTest.Small with { BucketMaxSpans = 60 });
        await store.WriteTracesAsync(1, 121);
        await store.EventuallyBucketsAsync(2);
        await StoreUnderTest.EventuallyAsync(
            () => store.Files.Operations.Count(operation => operation is { Action: FileAction.Flush, IsBucket: true }) >= 10,
            "The buckets are not finished.");
        await store.Reader.SearchAsync(new TraceQuery { Service = "absent" }, CancellationToken.None);
        await store.FindAsync(999_999);
        return store;
    }

    /// <summary>How many blocks an action reads: a block of these stores is larger than a page of postings.</summary>
    private static async Task<int> BlocksReadAsync(StoreUnderTest store, Func<Task> action)
    {
        var before = store.Files.Operations.Count;
        await action();
        return store.Files.Operations.Skip(before)
            .Count(operation => operation is { Action: FileAction.Read, IsBucket: true, Length: > 600 });
    }
}
