using Lumen.Queries;
using Lumen.TestKit;

namespace Lumen.Storage.Conformance;

/// <summary>What every store promises about searching traces, services and operations.</summary>
/// <typeparam name="THarness">The store under test.</typeparam>
public abstract class SearchSuite<THarness> : StoreSuite<THarness>
    where THarness : StoreHarness, new()
{
    private const ulong Millisecond = 1_000_000;

    [Fact]
    public async Task SearchAsync_OfAService_ReturnsNewestMatchingSpanFirst()
    {
        await Harness.WriteAsync(
            new OtlpRequestBuilder().Resource("shop").Add(At(1, 10), At(2, 30), At(3, 20)),
            new OtlpRequestBuilder().Resource("other").Add(At(1, 90), At(4, 95)));
        await Harness.DisturbAsync(new Random(1));
        Assert.Equal([2, 3, 1], await SearchAsync(new TraceQuery { Service = "shop" }));
        Assert.Equal([4, 1, 2, 3], await SearchAsync(new TraceQuery()));
        Assert.Empty(await SearchAsync(new TraceQuery { Service = "Shop" }));
    }

    [Fact]
    public async Task SearchAsync_OfSeveralPredicates_DemandsThemOfOneSpan()
    {
        await Harness.WriteAsync(new OtlpRequestBuilder().Resource("shop").Add(
            At(1, 10) with { Name = "buy", Status = SpanStatus.Ok }, At(1, 11) with { Name = "pay", Status = SpanStatus.Error },
            At(2, 12) with { Name = "buy", Status = SpanStatus.Error, Kind = SpanKind.Server }));
        await Harness.DisturbAsync(new Random(2));
        Assert.Equal([2], await SearchAsync(new TraceQuery { Operation = "buy", Status = SpanStatus.Error }));
        Assert.Equal([2, 1], await SearchAsync(new TraceQuery { Operation = "buy" }));
        Assert.Equal([2], await SearchAsync(new TraceQuery { Kind = SpanKind.Server }));
        Assert.Empty(await SearchAsync(new TraceQuery { Operation = "pay", Kind = SpanKind.Server }));
    }

    [Fact]
    public async Task SearchAsync_OfDurations_IncludesBothBounds()
    {
        await Harness.WriteAsync(new OtlpRequestBuilder().Resource("shop").Add(
            At(1, 1) with { EndUnixNano = SpanBuilder.Epoch + (3 * Millisecond) },
            At(2, 2) with { EndUnixNano = SpanBuilder.Epoch + (5 * Millisecond) },
            At(3, 3) with { EndUnixNano = SpanBuilder.Epoch }));
        Assert.Equal([2, 1], await SearchAsync(new TraceQuery { MinDurationNanos = 2 * Millisecond, MaxDurationNanos = 3 * Millisecond }));
        Assert.Equal([2], await SearchAsync(new TraceQuery { MinDurationNanos = (2 * Millisecond) + 1 }));
        Assert.Equal([3], await SearchAsync(new TraceQuery { MaxDurationNanos = 0 }));
    }

    [Fact]
    public async Task SearchAsync_OfAWindow_IncludesItsStartAndExcludesItsEnd()
    {
        await Harness.WriteAsync(new OtlpRequestBuilder().Resource("shop").Add(At(1, 1), At(2, 2), At(3, 3)));
        await Harness.DisturbAsync(new Random(3));
        Assert.Equal([2], await SearchAsync(Between(2, 3)));
        Assert.Empty(await SearchAsync(Between(3, 3)));
        Assert.Empty(await SearchAsync(Between(3, 2)));

        static TraceQuery Between(ulong from, ulong to) => new()
        {
            FromUnixNano = SpanBuilder.Epoch + (from * Millisecond), ToUnixNano = SpanBuilder.Epoch + (to * Millisecond),
        };
    }

    [Fact]
    public async Task SearchAsync_OfOddTimes_FindsTheFirstAndTheLastMoment()
    {
        await Harness.WriteAsync(new OtlpRequestBuilder().Resource("shop").Add(
            At(1, 1) with { StartUnixNano = 0, EndUnixNano = 0 }, At(2, 2) with { StartUnixNano = ulong.MaxValue, EndUnixNano = 5 }));
        await Harness.DisturbAsync(new Random(4));
        Assert.Equal([2, 1], await SearchAsync(new TraceQuery()));
        Assert.Equal([2], await SearchAsync(new TraceQuery { FromUnixNano = ulong.MaxValue }));
        Assert.Equal([1], await SearchAsync(new TraceQuery { ToUnixNano = ulong.MaxValue - 1 }));
        Assert.Equal([1], await SearchAsync(new TraceQuery { ToUnixNano = 1 }));
    }

    [Fact]
    public async Task SearchAsync_PageByPage_ReturnsEachTraceOnce()
    {
        // Ties in start, and traces whose older matching spans lie behind the cursor of the page they were on.
        var spans = Enumerable.Range(0, 40)
            .Select(number => At((ulong)(number % 10) + 1, (ulong)(number / 4)) with { SpanId = new((ulong)number + 1) });
        await Harness.WriteAsync([.. spans.Chunk(7).Select(part => new OtlpRequestBuilder().Resource("shop").Add(part))]);
        await Harness.DisturbAsync(new Random(5));
        var all = await SearchAsync(new TraceQuery { Limit = 100 });
        var paged = new List<ulong>();
        SearchCursor? after = null;
        do
        {
            var page = await Reader.SearchAsync(new TraceQuery { Limit = 3, After = after }, CancellationToken.None);
            paged.AddRange(page.Traces.Select(trace => trace.TraceId.Low));
            after = page.Next;
        }
        while (after is not null);
        Assert.Equal(10, all.Count);
        Assert.Equal(all, paged);
    }

    [Fact]
    public async Task SearchAsync_PageByPageWhileSpansArrive_NeitherRepeatsNorHides()
    {
        await Harness.WriteAsync([.. Enumerable.Range(1, 60).Select(number => new OtlpRequestBuilder().Resource("shop").Add(
            At((ulong)number, (ulong)(number / 2)) with { SpanId = new((ulong)number), Attributes = [new("k", AnyValue.Of(number))] }))]);
        var query = new TraceQuery { Where = SpanPredicate.Parse("k >= 10 and not k in (20, 30)"), Limit = 7 };
        var all = await SearchAsync(query with { Limit = 100 });
        var paged = new List<ulong>();
        for (ulong round = 0; query.After is not null || round == 0; round++)
        {
            var page = await Reader.SearchAsync(query, CancellationToken.None);
            paged.AddRange(page.Traces.Select(trace => trace.TraceId.Low));
            query = query with { After = page.Next };

            // New traces before the cursor, a newer span of a trace that was seen already, and one of a trace that never matched.
            var late = 100 + (round * 50);
            await Harness.WriteAsync(new OtlpRequestBuilder().Resource("shop").Add(
                At(1_000 + round, late) with { Attributes = [new("k", AnyValue.Of(50))] },
                At(all[0], late + 1) with { SpanId = new(5_000 + round) },
                At(2, late + 2) with { SpanId = new(6_000 + round) }));
            await Harness.DisturbAsync(new Random((int)round));
        }

        Assert.Equal(49, all.Count);
        Assert.Equal(all, paged);
    }

    [Fact]
    public async Task SearchAsync_OfOneSpan_SummarisesTheWholeTrace()
    {
        await Harness.WriteAsync(new OtlpRequestBuilder()
            .Resource("shop").Add(At(1, 0) with { Name = "root", SpanId = new(1), EndUnixNano = SpanBuilder.Epoch + (9 * Millisecond) })
            .Resource("db").Add(
                At(1, 2) with { SpanId = new(2), ParentId = new(1), Status = SpanStatus.Error },
                At(1, 3) with { SpanId = new(3), ParentId = new(77) }));
        await Harness.DisturbAsync(new Random(6));
        var page = await Reader.SearchAsync(new TraceQuery { Service = "db", Status = SpanStatus.Error }, CancellationToken.None);
        var summary = Assert.Single(page.Traces);
        Assert.Equal(("shop", "root", 3, 1, 1),
            (summary.RootService, summary.RootName, summary.SpanCount, summary.ErrorCount, summary.OrphanCount));
        Assert.Equal((SpanBuilder.Epoch, 9 * Millisecond), (summary.StartUnixNano, summary.DurationNanos));
        Assert.Equal([new ServiceCount("db", 2, 1), new ServiceCount("shop", 1, 0)], summary.Services);
        Assert.True(page.IsComplete);
        Assert.Null(page.Next);
    }

    [Fact]
    public async Task ListServicesAndOperations_OfSeveralRequests_ListEachOnceInOrder()
    {
        await Harness.WriteAsync(
            new OtlpRequestBuilder().Resource("b").Add(At(1, 1) with { Name = "z" }, At(1, 2) with { Name = "Z" }),
            new OtlpRequestBuilder().Resource("a").Add(At(2, 1) with { Name = "z", Kind = SpanKind.Client }).Resource("without-spans"));
        await Harness.DisturbAsync(new Random(7));
        await Harness.WriteAsync(
            new OtlpRequestBuilder().Resource("b").Add(At(3, 1) with { Name = "z" }, At(3, 2) with { Name = "z", Kind = SpanKind.Server }));
        Assert.Equal(["a", "b"], (await Reader.ListServicesAsync(new NameQuery(), CancellationToken.None)).Names);
        Assert.Equal(
            [new Operation("Z", SpanKind.Internal), new Operation("z", SpanKind.Internal), new Operation("z", SpanKind.Server)],
            (await Reader.ListOperationsAsync("b", new NameQuery(), CancellationToken.None)).Names);
        Assert.Empty((await Reader.ListOperationsAsync("c", new NameQuery(), CancellationToken.None)).Names);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(TraceQuery.MaxLimit + 1)]
    public async Task SearchAsync_OfALimitOutOfRange_Throws(int limit) =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            async () => await Reader.SearchAsync(new TraceQuery { Limit = limit }, CancellationToken.None));

    private static SpanBuilder At(ulong trace, ulong millisecond) => new()
    {
        TraceId = new(0, trace),
        SpanId = new((trace << 32) | (millisecond + 1)),
        StartUnixNano = SpanBuilder.Epoch + (millisecond * Millisecond),
        EndUnixNano = SpanBuilder.Epoch + ((millisecond + 1) * Millisecond),
    };

    private async Task<List<ulong>> SearchAsync(TraceQuery query) =>
        [.. (await Reader.SearchAsync(query, CancellationToken.None)).Traces.Select(trace => trace.TraceId.Low)];
}
