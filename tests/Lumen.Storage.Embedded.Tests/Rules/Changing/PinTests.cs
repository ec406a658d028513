using Lumen.Storage.Embedded.Faults;
using Lumen.Storage.Embedded.Retention;

namespace Lumen.Storage.Embedded.Rules.Changing;

/// <summary>Rules 15 and 18: what is pinned stays when its bucket is dropped, and counts in the cap.</summary>
public sealed class PinTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private static EmbeddedStoreOptions Hourly { get; } = StoreUnderTest.Small with
    {
        BucketMaxSpans = 40, RetentionAge = TimeSpan.FromHours(3),
    };

    [Fact]
    public async Task PinnedTrace_WhenItsBucketIsTooOld_IsKeptAloneUntilItIsUnpinned()
    {
        await using var store = await StoreUnderTest.OpenAsync(Hourly);
        await store.WriteTracesAsync(1, 200);
        await store.EventuallyFinishedAsync(4);
        Assert.True(await store.Store.PinTraceAsync(new TraceId(1, 7), CancellationToken.None));
        Assert.True(await store.Store.PinTraceAsync(new TraceId(1, 7), CancellationToken.None));
        Assert.False(await store.Store.PinTraceAsync(new TraceId(1, 999), CancellationToken.None));
        await AgeAsync(store);

        await store.AssertTracesAsync(7, 1);
        Assert.Null(await store.FindAsync(6));
        Assert.Null(await store.FindAsync(100));
        await store.ReopenAsync();
        Assert.Equal(StoreStatus.Healthy, store.Store.Health.Status);
        await store.AssertTracesAsync(7, 1);
        var pin = Assert.Single(await store.Store.ListPinnedTracesAsync(CancellationToken.None));
        Assert.Equal(new TraceId(1, 7), pin.Id);

        Assert.True(await store.Store.UnpinTraceAsync(pin.Id, CancellationToken.None));
        Assert.False(await store.Store.UnpinTraceAsync(pin.Id, CancellationToken.None));
        await AgeAsync(store);
        Assert.Null(await store.FindAsync(7));
        // The file goes with its last reader, which may be the scrub.
        await StoreUnderTest.EventuallyAsync(() => Reduced(store).Length == 0, "The reduced bucket is still there.");
        await store.ReopenAsync();
        Assert.Equal(StoreStatus.Healthy, store.Store.Health.Status);
    }

    [Fact]
    public async Task PinnedTraces_InABucketThatWasReducedBefore_AreNotWrittenAgain()
    {
        await using var store = await StoreUnderTest.OpenAsync(Hourly);
        await store.WriteTracesAsync(1, 100);
        await store.EventuallyFinishedAsync(2);
        await store.Store.PinTraceAsync(new TraceId(1, 7), CancellationToken.None);
        await AgeAsync(store);
        var reduced = Assert.Single(Reduced(store));
        await AgeAsync(store);
        await store.ReopenAsync();
        await AgeAsync(store);
        Assert.Equal([reduced], Reduced(store));
        await store.AssertTracesAsync(7, 1);
    }

    [Fact]
    public async Task PinTraceAsync_WhileItsBucketIsDropped_PromisesOnlyWhatIsKept()
    {
        await using var store = await StoreUnderTest.OpenAsync(Hourly);
        await store.WriteTracesAsync(1, 100);
        await store.EventuallyFinishedAsync(2);
        store.Time.Advance(4 * Hour);
        Task<bool>? pinning = null;
        store.Files.Before = operation =>
        {
            if (pinning is null && operation is { Action: FileAction.Rename, Name: PinList.FileName + ".tmp" })
            {
                pinning = Task.Run(async () => await store.Store.PinTraceAsync(new TraceId(1, 7), CancellationToken.None));
                // Time to find the trace, which is still there; a pin that is not let in now waits.
                pinning.Wait(TimeSpan.FromMilliseconds(300));
            }

            return null;
        };
        await store.Store.RetireAsync(CancellationToken.None);
        Assert.NotNull(pinning);
        var isPinned = await pinning;
        Assert.Equal(isPinned, await store.FindAsync(7) is not null);
        Assert.Equal(isPinned ? 1 : 0, (await store.Store.ListPinnedTracesAsync(CancellationToken.None)).Count);
    }

    [Fact]
    public async Task PinnedTraces_OverTheCap_AreNotDroppedAndASentenceSaysSo()
    {
        await using var store = await StoreUnderTest.OpenAsync(StoreUnderTest.Small with
        {
            BucketMaxSpans = 40, RetentionBytes = 4_000_000, RetentionBytesFloor = 1,
        });
        await store.WriteTracesAsync(1, 100);
        await store.EventuallyFinishedAsync(2);
        await store.Store.PinTraceAsync(new TraceId(1, 7), CancellationToken.None);
        await File.WriteAllBytesAsync(Path.Combine(store.Directory, "else"), new byte[4_000_000]);
        await store.Store.RetireAsync(CancellationToken.None);
        Assert.Contains("pinned traces", store.Health, StringComparison.Ordinal);
        await store.AssertTracesAsync(7, 1);
        Assert.Null(await store.FindAsync(8));
        File.Delete(Path.Combine(store.Directory, "else"));
        await store.Store.RetireAsync(CancellationToken.None);
        Assert.Equal(StoreStatus.Healthy, store.Store.Health.Status);
    }

    [Fact]
    public async Task DeleteTraceAsync_OfAPinnedTrace_TakesThePinAway()
    {
        await using var store = await StoreUnderTest.OpenAsync();
        await store.WriteTracesAsync(1, 3);
        await store.Store.PinTraceAsync(new TraceId(1, 2), CancellationToken.None);
        Assert.True(await store.Store.DeleteTraceAsync(new TraceId(1, 2), CancellationToken.None));
        Assert.Empty(await store.Store.ListPinnedTracesAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Pins_WithAnyByteFlipped_AreAllThereOrNamed()
    {
        await using var store = await StoreUnderTest.OpenAsync();
        await store.WriteTracesAsync(1, 3);
        await store.Store.PinTraceAsync(new TraceId(1, 2), CancellationToken.None);
        await store.Store.DisposeAsync();
        var path = Path.Combine(store.Directory, PinList.FileName);
        var bytes = await File.ReadAllBytesAsync(path);
        for (var position = 0; position < bytes.Length; position += 37)
        {
            var damaged = bytes.ToArray();
            damaged[position] ^= 8;
            await File.WriteAllBytesAsync(path, damaged);
            await store.OpenAsync();
            Assert.Single(await store.Store.ListPinnedTracesAsync(CancellationToken.None));
            await store.Store.DisposeAsync();
        }

        await File.WriteAllBytesAsync(path, bytes[..^3000]);
        await store.OpenAsync();
        var pins = await store.Store.ListPinnedTracesAsync(CancellationToken.None);
        Assert.True(pins.Count == 1 || store.Health.Contains("pinned", StringComparison.Ordinal), store.Health);
    }

    [Fact]
    public async Task Pins_OfADirectoryThatWasDeletedWhileOpen_AreWrittenAnew()
    {
        await using var store = await StoreUnderTest.OpenAsync();
        await store.WriteTracesAsync(1, 3);
        await store.Store.PinTraceAsync(new TraceId(1, 2), CancellationToken.None);
        Directory.Delete(store.Directory, recursive: true);
        store.Time.Advance(TimeSpan.FromSeconds(1));
        await store.EventuallyBucketsAsync(1);
        await store.ReopenAsync();
        Assert.Single(await store.Store.ListPinnedTracesAsync(CancellationToken.None));
    }

    private static string[] Reduced(StoreUnderTest store) =>
        [.. store.BucketFiles().Where(file => !file.EndsWith(".r0.lumen", StringComparison.Ordinal))];

    /// <summary>Lets everything but the newest bucket become too old, and retention come by.</summary>
    private static async Task AgeAsync(StoreUnderTest store)
    {
        store.Time.Advance(4 * Hour);
        await store.WriteTracesAsync(10_000 + (int)(store.Time.GetUtcNow().ToUnixTimeSeconds() % 100_000), 1);
        await store.EventuallyBucketsAsync(1);
        store.Time.Advance(TimeSpan.FromSeconds(1));
        await store.Store.RetireAsync(CancellationToken.None);
    }
}
