using Lumen.Storage.Embedded.Faults;

namespace Lumen.Storage.Embedded.Rules.Keeping;

/// <summary>
/// A bucket ends after its duration, with or without arrivals, or when it is full; it gets its merged index then or later.
/// </summary>
public sealed class Rule12_BucketEndTests
{
    [Fact]
    public async Task Bucket_AfterItsDuration_EndsWithoutArrivals()
    {
        await using var store = await StoreUnderTest.OpenAsync();
        await store.WriteTracesAsync(1, 3);
        Assert.Empty(store.BucketFiles());
        await AdvanceAsync(store, TimeSpan.FromHours(1));
        await store.EventuallyFinishedAsync(1);
        await store.AssertTracesAsync(1, 3);
        await store.WriteTracesAsync(4, 1);
        await AdvanceAsync(store, TimeSpan.FromHours(1));
        await store.EventuallyFinishedAsync(2);
        await store.AssertTracesAsync(1, 4);
    }

    [Fact]
    public async Task Bucket_WithoutSpans_IsNoFile()
    {
        await using var store = await StoreUnderTest.OpenAsync();
        await AdvanceAsync(store, TimeSpan.FromHours(5));
        await store.WriteTracesAsync(1, 1);
        await AdvanceAsync(store, TimeSpan.FromHours(1));
        await store.EventuallyFinishedAsync(1);
        await AdvanceAsync(store, TimeSpan.FromHours(5));
        Assert.Single(store.BucketFiles());
    }

    [Fact]
    public async Task Bucket_AfterARestart_CountsItsAgeByTheWall()
    {
        await using var store = await StoreUnderTest.OpenAsync();
        await store.WriteTracesAsync(1, 3);
        store.Time.Advance(TimeSpan.FromMinutes(59));
        await store.ReopenAsync();
        await store.WriteTracesAsync(4, 1);
        Assert.Empty(store.BucketFiles());
        await AdvanceAsync(store, TimeSpan.FromMinutes(1));
        await store.EventuallyFinishedAsync(1);
        await store.AssertTracesAsync(1, 4);
    }

    [Fact]
    public async Task Bucket_ThatCouldNotBeFinished_IsReadThroughItsWindowsAndFinishedAtTheNextOpen()
    {
        await using var store = await StoreUnderTest.OpenAsync();
        await store.WriteTracesAsync(1, 50);
        await StoreUnderTest.EventuallyAsync(() => BucketFlushes(store) >= 3, "Two windows were not written.");
        store.Files.Fail(operation => operation is { Action: FileAction.Write, IsBucket: true });
        await AdvanceAsync(store, TimeSpan.FromHours(1));
        await StoreUnderTest.EventuallyAsync(() => store.Store.Health.Status != StoreStatus.Healthy, "The bucket was finished.");
        await store.AssertTracesAsync(1, 50);
        await store.ReopenAsync();
        await AdvanceAsync(store, TimeSpan.FromHours(1));
        await store.EventuallyFinishedAsync(1);
        await store.AssertTracesAsync(1, 50);
        await store.ReopenAsync();
        await store.AssertTracesAsync(1, 50);
    }

    [Theory]
    [InlineData(60, 256L * 1024 * 1024)]
    [InlineData(1_000_000, 12_000)]
    public async Task Bucket_ThatIsFull_EndsWithItsWindow(long maxSpans, long maxBytes)
    {
        await using var store = await StoreUnderTest.OpenAsync(new EmbeddedStoreOptions
        {
            LogFileBytes = 128 * 1024, WindowMaxSpans = 20, BucketMaxSpans = maxSpans, BucketMaxBytes = maxBytes,
        });
        await store.WriteTracesAsync(1, 400);
        await store.EventuallyFinishedAsync(2);
        await store.AssertTracesAsync(1, 400);
        await store.ReopenAsync();
        await store.AssertTracesAsync(1, 400);
    }

    private static int BucketFlushes(StoreUnderTest store) =>
        store.Files.Operations.Count(operation => operation is { Action: FileAction.Flush, IsBucket: true });

    private static async Task AdvanceAsync(StoreUnderTest store, TimeSpan time)
    {
        store.Time.Advance(time);
        // Housekeeping asks the clock each second.
        store.Time.Advance(TimeSpan.FromSeconds(1));
        await Task.Yield();
    }
}
