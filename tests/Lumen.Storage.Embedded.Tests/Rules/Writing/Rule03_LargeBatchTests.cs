using Lumen.TestKit;

namespace Lumen.Storage.Embedded.Rules.Writing;

/// <summary>A window takes at least one batch of any size; a larger one extends its file, which is cut back when freed.</summary>
public sealed class Rule03_LargeBatchTests
{
    [Fact]
    public async Task WriteAsync_OfABatchLargerThanTheLog_StoresItAndCutsTheFileBackLater()
    {
        await using var store = await StoreUnderTest.OpenAsync();
        var large = StoreUnderTest.SpanOf(1) with { Attributes = [new KeyValue("large", AnyValue.Of(new string('x', 300_000)))] };
        await store.WriteAsync(large);
        Assert.True(new FileInfo(store.LogFile(0)).Length > 300_000);
        await store.WriteAsync(StoreUnderTest.SpanOf(2));
        await StoreUnderTest.EventuallyAsync(
            () => new FileInfo(store.LogFile(0)).Length == 128 * 1024, "The file of the large batch was not cut back.");
        await store.AssertTracesAsync(1, 2);
    }

    [Fact]
    public async Task WriteAsync_OfABatchOfMoreSpansThanAWindow_TakesItWhole()
    {
        await using var store = await StoreUnderTest.OpenAsync();
        await store.WriteAsync([.. Enumerable.Range(1, 500).Select(StoreUnderTest.SpanOf)]);
        await store.ReopenAsync();
        await store.AssertTracesAsync(1, 500);
    }

    [Fact]
    public async Task WriteAsync_OfAGroupLargerThanAWindow_GivesEachBatchItsOutcome()
    {
        await using var store = await StoreUnderTest.OpenAsync();
        var requests = Enumerable.Range(1, 40).Select(number => StoreUnderTest.Request(StoreUnderTest.SpanOf(number))).ToArray();
        var outcomes = await store.TryWriteAsync(requests);
        Assert.All(outcomes, outcome => Assert.Equal(WriteOutcome.Stored, outcome));
        await store.AssertTracesAsync(1, 40);
    }
}
