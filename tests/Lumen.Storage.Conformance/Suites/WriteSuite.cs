using Lumen.TestKit;

namespace Lumen.Storage.Conformance;

/// <summary>What every store promises to its writer.</summary>
/// <typeparam name="THarness">The store under test.</typeparam>
public abstract class WriteSuite<THarness> : StoreSuite<THarness>
    where THarness : StoreHarness, new()
{
    private static readonly SpanBuilder Span = new();

    [Fact]
    public async Task WriteAsync_OfAGroup_StoresEachBatchAndShowsItAtOnce()
    {
        var traces = Enumerable.Range(1, 5).Select(number => new TraceId(0, (ulong)number)).ToArray();
        await Harness.WriteAsync([.. traces.Select(trace => Request(Span with { TraceId = trace }))]);
        foreach (var trace in traces)
        {
            Assert.Single((await Reader.FindTraceAsync(trace, CancellationToken.None))!.Spans);
        }
    }

    [Fact]
    public async Task WriteAsync_AfterTheBatchWasReturned_KeepsItsOwnCopy()
    {
        await Harness.WriteAsync(Request(Span with { Name = "kept" }));
        // Batches that reuse the returned arrays with other content.
        await Harness.WriteAsync([.. Enumerable.Range(0, 20).Select(_ => Request(Span with { TraceId = new(9, 9), Name = "other" }))]);
        Assert.Equal("kept", Assert.Single((await Reader.FindTraceAsync(Span.TraceId, CancellationToken.None))!.Spans).Name);
    }

    [Fact]
    public async Task WriteAsync_WhenCancelledBefore_AsksForARetryAndStoresNothing()
    {
        using var batch = Request(Span).ToBatch();
        var outcomes = new[] { WriteOutcome.Stored };
        await Harness.Store.WriteAsync(new[] { batch }, outcomes, new CancellationToken(canceled: true));
        Assert.Equal(WriteOutcome.Retry, outcomes[0]);
        Assert.Null(await Reader.FindTraceAsync(Span.TraceId, CancellationToken.None));
    }

    [Fact]
    public async Task Store_BeforeItIsOpen_RefusesWritesAndSaysThatAnswersAreIncomplete()
    {
        await using var harness = new THarness();
        await harness.OpenAsync();
        await harness.Store.DisposeAsync();
        using var batch = Request(Span).ToBatch();
        var outcomes = new[] { WriteOutcome.Stored };
        await harness.Store.WriteAsync(new[] { batch }, outcomes, CancellationToken.None);
        Assert.Equal(WriteOutcome.Retry, outcomes[0]);
        Assert.NotNull((await harness.Reader.FindTraceAsync(Span.TraceId, CancellationToken.None))!.IncompleteReason);
        Assert.False((await harness.Reader.SearchAsync(new TraceQuery(), CancellationToken.None)).IsComplete);
        // A list has no place to say that it is incomplete.
        var none = CancellationToken.None;
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await harness.Reader.ListServicesAsync(new NameQuery(), none));
        await Assert.ThrowsAsync<StoreUnavailableException>(
            async () => await harness.Reader.ListOperationsAsync("a", new NameQuery(), none));
        Assert.NotEqual(StoreStatus.Healthy, harness.Store.Health.Status);
    }

    [Fact]
    public async Task Reopen_OfADurableStore_FindsWhatWasStored()
    {
        Assert.SkipUnless(Harness.Store.Capabilities.IsDurable, "This store is not durable.");
        await Harness.WriteAsync(Request(Span with { Name = "before" }));
        await Harness.ReopenAsync();
        await Harness.WriteAsync(Request(Span with { Name = "after", SpanId = new(2) }));
        var trace = await Reader.FindTraceAsync(Span.TraceId, CancellationToken.None);
        Assert.Equal(["after", "before"], trace!.Spans.Select(span => span.Name).Order());
        Assert.Equal(StoreHealth.Healthy.Status, Harness.Store.Health.Status);
    }

    private static OtlpRequestBuilder Request(params SpanBuilder[] spans) =>
        new OtlpRequestBuilder().Resource("shop").Scope("library").Add(spans);
}
