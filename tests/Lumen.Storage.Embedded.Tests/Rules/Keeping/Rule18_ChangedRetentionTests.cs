namespace Lumen.Storage.Embedded.Rules.Keeping;

/// <summary>
/// Rules 18 and 19 when retention changes while the store is open: what no longer is kept goes at once, and its disk with it.
/// </summary>
public sealed class Rule18_ChangedRetentionTests
{
    [Fact]
    public async Task ChangeRetentionAsync_ToAShorterAge_DropsAtOnceWhatIsOlder()
    {
        await using var store = await StoreUnderTest.OpenAsync(StoreUnderTest.Small with { BucketMaxSpans = 20 });
        await store.WriteTracesAsync(1, 60);
        await store.EventuallyFinishedAsync(2);
        store.Time.Advance(TimeSpan.FromMinutes(30));
        await store.WriteTracesAsync(61, 60);
        await store.EventuallyFinishedAsync(4);

        // Retention itself would not look at ages in the first hour.
        await store.Store.ChangeRetentionAsync(TimeSpan.FromMinutes(20), null, CancellationToken.None);

        Assert.Null(await store.FindAsync(1));
        await store.AssertTracesAsync(61, 60);
        await store.EventuallyLeftAsync(2);
        Assert.Equal(StoreStatus.Healthy, store.Store.Health.Status);
    }

    [Fact]
    public async Task ChangeRetentionAsync_ToFewerBytes_GivesTheDiskBackAtOnce()
    {
        await using var store = await StoreUnderTest.OpenAsync(
            StoreUnderTest.Small with { BucketMaxSpans = 20, RetentionBytesFloor = 1, RetentionBytes = 100_000_000 });
        await store.WriteTracesAsync(1, 400);
        await store.EventuallyFinishedAsync(18);
        var before = DirectoryBytes(store);

        await store.Store.ChangeRetentionAsync(TimeSpan.FromDays(7), before - 10_000, CancellationToken.None);

        await StoreUnderTest.EventuallyAsync(() => DirectoryBytes(store) <= before - 10_000, "The disk has not come back.");
        Assert.Null(await store.FindAsync(1));
        await store.AssertTracesAsync(350, 51);
        await store.Store.RetireAsync(CancellationToken.None);
        await store.AssertTracesAsync(350, 51);
    }

    [Fact]
    public async Task ChangeRetentionAsync_ToWhatCannotBe_IsRefusedByNameAndChangesNothing()
    {
        await using var store = await StoreUnderTest.OpenAsync();
        var refused = await Assert.ThrowsAsync<ArgumentException>(
            async () => await store.Store.ChangeRetentionAsync(TimeSpan.Zero, null, CancellationToken.None));
        Assert.Contains(nameof(EmbeddedStoreOptions.RetentionAge), refused.Message, StringComparison.Ordinal);
        refused = await Assert.ThrowsAsync<ArgumentException>(
            async () => await store.Store.ChangeRetentionAsync(TimeSpan.FromDays(1), 5, CancellationToken.None));
        Assert.Contains(nameof(EmbeddedStoreOptions.RetentionBytes), refused.Message, StringComparison.Ordinal);
    }

    private static long DirectoryBytes(StoreUnderTest store) => new DirectoryInfo(store.Directory).GetFiles().Sum(file => file.Length);
}
