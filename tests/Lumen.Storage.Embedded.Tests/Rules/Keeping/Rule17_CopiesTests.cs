using Lumen.Storage.Embedded.Windows;
using Lumen.TestKit;

namespace Lumen.Storage.Embedded.Rules.Keeping;

/// <summary>Copies collapse within a window and when they are read.</summary>
public sealed class Rule17_CopiesTests
{
    [Fact]
    public void Copies_InOneWindow_AreOrderedForTheBucketOnce()
    {
        using var batch = StoreUnderTest.Request(StoreUnderTest.SpanOf(1), StoreUnderTest.SpanOf(2), StoreUnderTest.SpanOf(1)).ToBatch();
        using var other = new OtlpRequestBuilder().Resource("another").Scope("library").Add(StoreUnderTest.SpanOf(1)).ToBatch();
        Assert.Equal(3, OrderOf(batch, other, batch));
    }

    [Fact]
    public void Copies_OfALargeTrace_AreFoundAsInASmallOne()
    {
        var spans = Enumerable.Range(1, 400).Select(number => StoreUnderTest.SpanOf(number) with { TraceId = new TraceId(5, 5) }).ToArray();
        using var batch = StoreUnderTest.Request(spans).ToBatch();
        Assert.Equal(400, OrderOf(batch, batch));
    }

    [Fact]
    public async Task Copies_InSeveralWindowsAndBuckets_CollapseWhenRead()
    {
        await using var store = await StoreUnderTest.OpenAsync(
            StoreUnderTest.Small with { BucketMaxSpans = 40 });
        for (var round = 0; round < 6; round++)
        {
            await store.WriteTracesAsync(1, 15);
        }

        await store.EventuallyBucketsAsync(2);
        await store.AssertTracesAsync(1, 15);
    }

    private static int OrderOf(params SpanBatch[] batches)
    {
        var window = new Window(1, 1, seed: 7, new ChunkPool(1024 * 1024));
        foreach (var batch in batches)
        {
            window.Append([batch], arrival: 1, seed: 7);
        }

        window.Commit();
        var order = new WindowOrder(seed: 7);
        order.Fill(window.View);
        return order.Count;
    }
}
