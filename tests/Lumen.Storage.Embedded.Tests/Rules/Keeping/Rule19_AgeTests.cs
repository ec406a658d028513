using Lumen.Storage.Embedded.Faults;

namespace Lumen.Storage.Embedded.Rules.Keeping;

/// <summary>
/// Retention by age drops buckets in order, not in the first hour, never the newest, and a clock that jumps drops nothing early.
/// </summary>
public sealed class Rule19_AgeTests
{
    private static readonly EmbeddedStoreOptions HourlyBuckets = new()
    {
        LogFileBytes = 128 * 1024, WindowMaxSpans = 20, RetentionAge = TimeSpan.FromHours(10),
    };

    [Fact]
    public async Task RetireAsync_OfOldBuckets_DropsThemAndKeepsTheNewest()
    {
        await using var store = await StoreUnderTest.OpenAsync(HourlyBuckets);
        await FillAsync(store, 1);
        store.Time.Advance(TimeSpan.FromHours(11));
        await store.Store.RetireAsync(CancellationToken.None);
        await store.EventuallyLeftAsync(1);
        await FillAsync(store, 2);
        await store.Store.RetireAsync(CancellationToken.None);
        await store.EventuallyLeftAsync(1);
        Assert.Null(await store.FindAsync(100));
        Assert.Single((await store.FindAsync(200))!.Spans);
        store.Time.Advance(TimeSpan.FromDays(400));
        await store.Store.RetireAsync(CancellationToken.None);
        Assert.Single((await store.FindAsync(200))!.Spans);
    }

    [Fact]
    public async Task RetireAsync_OnAFullDisk_DropsWhatIsTooOldAndTakesItForNoLoss()
    {
        await using var store = await StoreUnderTest.OpenAsync(HourlyBuckets);
        await FillAsync(store, 1);
        await FillAsync(store, 2);
        store.Time.Advance(TimeSpan.FromHours(11));
        var isFull = true;
        store.Files.Before = operation =>
        {
            isFull &= operation is not { Action: FileAction.Delete, IsBucket: true };
            return isFull && operation.Action == FileAction.Write ? throw new IOException("No space left on device") : null;
        };
        await store.Store.RetireAsync(CancellationToken.None);
        await store.EventuallyLeftAsync(1);
        Assert.Equal(string.Empty, store.Health);
        await store.ReopenAsync();
        Assert.Equal(string.Empty, store.Health);
    }

    [Fact]
    public async Task RetireAsync_InTheFirstHourAfterOpening_DropsNothingByAge()
    {
        await using var store = await StoreUnderTest.OpenAsync(HourlyBuckets);
        await FillAsync(store, 1);
        await FillAsync(store, 2);
        await store.Store.DisposeAsync();
        store.Time.Advance(TimeSpan.FromDays(30));
        await store.OpenAsync();
        await store.Store.RetireAsync(CancellationToken.None);
        Assert.Equal(2, store.BucketFiles().Length);
        store.Time.Advance(TimeSpan.FromHours(1));
        await store.Store.RetireAsync(CancellationToken.None);
        await store.EventuallyLeftAsync(1);
    }

    [Fact]
    public async Task RetireAsync_OfABucketFromTheFuture_TakesItForNoYoungerThanTheNext()
    {
        await using var store = await StoreUnderTest.OpenAsync(HourlyBuckets);
        var now = store.Time.GetUtcNow();
        store.Time.AdjustTime(now.AddYears(10));
        await FillAsync(store, 1);
        store.Time.AdjustTime(now);
        await FillAsync(store, 2);
        await FillAsync(store, 3);
        await store.Store.RetireAsync(CancellationToken.None);
        Assert.Equal(3, store.BucketFiles().Length);
        store.Time.Advance(TimeSpan.FromHours(11));
        await store.Store.RetireAsync(CancellationToken.None);
        await store.EventuallyLeftAsync(1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task RetireAsync_AfterTheClockJumpedByADay_WaitsAnHourForItToBeSetRight(int days)
    {
        await using var store = await StoreUnderTest.OpenAsync(HourlyBuckets);
        await FillAsync(store, 1);
        await FillAsync(store, 2);
        await store.Store.RetireAsync(CancellationToken.None);
        store.Time.Shift = TimeSpan.FromDays(days);
        await store.Store.RetireAsync(CancellationToken.None);
        store.Time.Advance(TimeSpan.FromMinutes(50));
        await store.Store.RetireAsync(CancellationToken.None);
        Assert.Equal(2, store.BucketFiles().Length);
        await FillAsync(store, 3);
        store.Time.Shift = TimeSpan.Zero;
        await store.Store.RetireAsync(CancellationToken.None);
        Assert.Equal(3, store.BucketFiles().Length);
        Assert.Single((await store.FindAsync(100))!.Spans);
        Assert.Single((await store.FindAsync(300))!.Spans);
        // It is right, and stays so.
        store.Time.Advance(TimeSpan.FromHours(12));
        await store.Store.RetireAsync(CancellationToken.None);
        await store.EventuallyLeftAsync(1);
        Assert.Equal(StoreStatus.Healthy, store.Store.Health.Status);
    }

    [Fact]
    public async Task WriteAsync_WithAClockThatJumpsBack_KeepsEverything()
    {
        await using var store = await StoreUnderTest.OpenAsync(HourlyBuckets);
        await FillAsync(store, 1);
        store.Time.AdjustTime(DateTimeOffset.UnixEpoch.AddDays(-3));
        await FillAsync(store, 2);
        store.Time.AdjustTime(DateTimeOffset.FromUnixTimeSeconds(1_700_000_000));
        await FillAsync(store, 3);
        await store.ReopenAsync();
        foreach (var bucket in new[] { 1, 2, 3 })
        {
            await store.AssertTracesAsync(bucket * 100, 20);
        }
    }

    /// <summary>Writes some traces and lets an hour pass, after which they are a bucket.</summary>
    private static async Task FillAsync(StoreUnderTest store, int bucket)
    {
        var files = store.BucketFiles().Length;
        await store.WriteAsync([.. Enumerable.Range(bucket * 100, 20).Select(StoreUnderTest.SpanOf)]);
        store.Time.Advance(TimeSpan.FromHours(1));
        store.Time.Advance(TimeSpan.FromSeconds(1));
        await store.EventuallyFinishedAsync(files + 1);
    }
}
