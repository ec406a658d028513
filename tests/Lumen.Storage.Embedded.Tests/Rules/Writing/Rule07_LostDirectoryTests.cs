using Lumen.Storage.Embedded.Files;

namespace Lumen.Storage.Embedded.Rules.Writing;

/// <summary>A log or directory that is deleted under the store is made anew, and what memory holds is written to buckets first.</summary>
public sealed class Rule07_LostDirectoryTests
{
    [Fact]
    public async Task WriteAsync_AfterTheLogWasDeleted_AcknowledgesAgainWhenMemoryIsInABucket()
    {
        await using var store = await StoreUnderTest.OpenAsync();
        await store.WriteAsync(StoreUnderTest.SpanOf(1));
        File.Delete(store.LogFile(0));
        Assert.Equal(WriteOutcome.Retry, await store.TryWriteAsync(StoreUnderTest.SpanOf(2)));
        await store.WriteTracesAsync(3, 1);
        Assert.Single(store.BucketFiles());
        await store.ReopenAsync();
        await store.AssertTracesAsync(1, 1);
        await store.AssertTracesAsync(3, 1);
        Assert.Equal(StoreStatus.Healthy, store.Store.Health.Status);
    }

    [Fact]
    public async Task Directory_DeletedAsAWhole_IsMadeAnewWithWhatMemoryHolds()
    {
        await using var store = await StoreUnderTest.OpenAsync();
        await store.WriteAsync(StoreUnderTest.SpanOf(1));
        Directory.Delete(store.Directory, recursive: true);
        await store.AssertTracesAsync(1, 1);
        store.Time.Advance(TimeSpan.FromSeconds(1));
        await store.EventuallyBucketsAsync(1);
        await store.WriteTracesAsync(2, 1);
        await store.ReopenAsync();
        await store.AssertTracesAsync(1, 2);
        Assert.Equal(StoreStatus.Healthy, store.Store.Health.Status);
    }

    [Fact]
    public async Task LockFile_ThatIsReplacedByAnotherStore_EndsTheAcknowledgementsUntilThatOneIsGone()
    {
        await using var store = await StoreUnderTest.OpenAsync();
        await store.WriteAsync(StoreUnderTest.SpanOf(1));
        var path = Path.Combine(store.Directory, DirectoryLock.FileName);
        File.Delete(path);
        var other = DirectoryLock.Take(store.Directory);
        store.Time.Advance(TimeSpan.FromSeconds(1));
        await StoreUnderTest.EventuallyAsync(() => store.Store.Health.Status == StoreStatus.Unhealthy, "The takeover was not noticed.");
        Assert.Equal(WriteOutcome.Retry, await store.TryWriteAsync(StoreUnderTest.SpanOf(2)));
        await store.AssertTracesAsync(1, 1);
        other.Dispose();
        await store.WriteTracesAsync(3, 1);
        await store.AssertTracesAsync(1, 1);
        Assert.Equal(StoreStatus.Healthy, store.Store.Health.Status);
    }
}
