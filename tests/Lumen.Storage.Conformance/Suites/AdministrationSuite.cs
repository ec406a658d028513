using Lumen.TestKit;

namespace Lumen.Storage.Conformance;

/// <summary>What a store promises that can delete and pin single traces (<see cref="ITraceAdministration"/>).</summary>
/// <typeparam name="THarness">The store under test.</typeparam>
public abstract class AdministrationSuite<THarness> : StoreSuite<THarness>
    where THarness : StoreHarness, new()
{
    private static readonly TraceId First = new(0, 1);
    private static readonly TraceId Second = new(0, 2);
    private static readonly TraceId Absent = new(0, 3);

    private ITraceAdministration Administration
    {
        get
        {
            Assert.SkipUnless(Harness.Store is ITraceAdministration, "This store changes no single traces.");
            return (ITraceAdministration)Harness.Store;
        }
    }

    [Fact]
    public async Task DeleteTraceAsync_OfAStoredTrace_RemovesItFromEveryAnswer()
    {
        await WriteBothAsync();
        Assert.True(await Administration.DeleteTraceAsync(First, CancellationToken.None));
        Assert.Null(await Reader.FindTraceAsync(First, CancellationToken.None));
        Assert.Equal(2, (await Reader.FindTraceAsync(Second, CancellationToken.None))!.Spans.Count);
        var page = await Reader.SearchAsync(new TraceQuery(), CancellationToken.None);
        Assert.Equal([Second], page.Traces.Select(trace => trace.TraceId));
    }

    [Fact]
    public async Task DeleteTraceAsync_Twice_FindsNothingTheSecondTime()
    {
        await WriteBothAsync();
        Assert.True(await Administration.DeleteTraceAsync(First, CancellationToken.None));
        Assert.False(await Administration.DeleteTraceAsync(First, CancellationToken.None));
        Assert.False(await Administration.DeleteTraceAsync(Absent, CancellationToken.None));
    }

    [Fact]
    public async Task WriteAsync_AfterTheTraceWasDeleted_StoresItAnew()
    {
        await WriteBothAsync();
        await Administration.DeleteTraceAsync(First, CancellationToken.None);
        await Harness.WriteAsync(Request(First, 9));
        Assert.Single((await Reader.FindTraceAsync(First, CancellationToken.None))!.Spans);
    }

    [Fact]
    public async Task DeleteTraceAsync_OfADurableStore_HoldsWhenItIsReopened()
    {
        Assert.SkipUnless(Harness.Store.Capabilities.IsDurable, "This store is not durable.");
        await WriteBothAsync();
        await Administration.DeleteTraceAsync(First, CancellationToken.None);
        await Harness.ReopenAsync();
        Assert.Null(await Reader.FindTraceAsync(First, CancellationToken.None));
        Assert.Equal(2, (await Reader.FindTraceAsync(Second, CancellationToken.None))!.Spans.Count);
    }

    [Fact]
    public async Task PinTraceAsync_OfStoredTraces_ListsThemUntilTheyAreUnpinned()
    {
        await WriteBothAsync();
        Assert.Empty(await Administration.ListPinnedTracesAsync(CancellationToken.None));
        Assert.True(await Administration.PinTraceAsync(Second, CancellationToken.None));
        Assert.True(await Administration.PinTraceAsync(First, CancellationToken.None));
        Assert.True(await Administration.PinTraceAsync(First, CancellationToken.None));
        Assert.False(await Administration.PinTraceAsync(Absent, CancellationToken.None));
        var pins = await Administration.ListPinnedTracesAsync(CancellationToken.None);
        Assert.Equal([First, Second], pins.Select(pin => pin.Id));
        Assert.True(await Administration.UnpinTraceAsync(First, CancellationToken.None));
        Assert.False(await Administration.UnpinTraceAsync(First, CancellationToken.None));
        Assert.Equal(Second, Assert.Single(await Administration.ListPinnedTracesAsync(CancellationToken.None)).Id);
    }

    [Fact]
    public async Task PinTraceAsync_OfADurableStore_HoldsWhenItIsReopened()
    {
        Assert.SkipUnless(Harness.Store.Capabilities.IsDurable, "This store is not durable.");
        await WriteBothAsync();
        await Administration.PinTraceAsync(Second, CancellationToken.None);
        await Harness.ReopenAsync();
        Assert.Equal(Second, Assert.Single(await Administration.ListPinnedTracesAsync(CancellationToken.None)).Id);
    }

    [Fact]
    public async Task Administration_OfAStoreThatIsNotOpen_SaysSo()
    {
        var administration = Administration;
        await Harness.Store.DisposeAsync();
        await Assert.ThrowsAsync<StoreUnavailableException>(
            async () => await administration.DeleteTraceAsync(First, CancellationToken.None));
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await administration.PinTraceAsync(First, CancellationToken.None));
        await Assert.ThrowsAsync<StoreUnavailableException>(
            async () => await administration.UnpinTraceAsync(First, CancellationToken.None));
        await Assert.ThrowsAsync<StoreUnavailableException>(
            async () => await administration.ListPinnedTracesAsync(CancellationToken.None));
    }

    private static OtlpRequestBuilder Request(TraceId trace, ulong span) => new OtlpRequestBuilder().Resource("shop").Scope("library")
        .Add(new SpanBuilder { TraceId = trace, SpanId = new SpanId(span) });

    private async Task WriteBothAsync()
    {
        await Harness.WriteAsync(Request(First, 1), Request(Second, 2));
        await Harness.DisturbAsync(new Random(1));
        await Harness.WriteAsync(Request(Second, 3), Request(First, 4));
    }
}
