namespace Lumen.Storage.Embedded.Rules.Keeping;

/// <summary>Rule 17: copies that are left out when a window is written are counted, once; those from before a restart are not.</summary>
public sealed class Rule17_RecognisedCopiesTests
{
    [Fact]
    public async Task RecognisedCopies_AfterAWindowWithCopies_CountsThem()
    {
        await using var store = await StoreUnderTest.OpenAsync();
        foreach (var number in new[] { 1, 2, 1, 1, 2 })
        {
            await store.WriteAsync(StoreUnderTest.SpanOf(number));
        }

        Assert.Equal(0, store.Store.RecognisedCopies);
        await store.WriteTracesAsync(10, 30);
        await StoreUnderTest.EventuallyAsync(() => store.Store.RecognisedCopies > 0, store.Health);
        Assert.Equal(3, store.Store.RecognisedCopies);
    }

    [Fact]
    public async Task RecognisedCopies_OfAWindowThatWasFoundInTheLog_AreNotCounted()
    {
        await using var store = await StoreUnderTest.OpenAsync();
        await store.WriteAsync(StoreUnderTest.SpanOf(1));
        await store.WriteAsync(StoreUnderTest.SpanOf(1));
        await store.ReopenAsync();
        await store.WriteTracesAsync(10, 60);
        await store.EventuallyBucketsAsync(1);
        Assert.Equal(0, store.Store.RecognisedCopies);
    }
}
