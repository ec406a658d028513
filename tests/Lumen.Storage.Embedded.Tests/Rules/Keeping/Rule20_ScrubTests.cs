using Lumen.Storage.Embedded.Faults;

namespace Lumen.Storage.Embedded.Rules.Keeping;

/// <summary>Rule 20: a slow scrub finds damage that nobody has asked for, names the range, and keeps its pace.</summary>
public sealed class Rule20_ScrubTests
{
    [Fact]
    public async Task Scrub_OfABucketThatIsDamagedWhileOpen_NamesTheBytesAndTheSpans()
    {
        await using var store = await FilledAsync(scrubBytesPerSecond: 1024 * 1024);
        var path = store.BucketFiles()[1];
        Flip(path, 300);

        await EventuallyAsync(store, () => store.Store.Health.Status == StoreStatus.Degraded);

        Assert.Contains(Path.GetFileName(path), store.Health, StringComparison.Ordinal);
        Assert.Contains("is damaged at bytes", store.Health, StringComparison.Ordinal);
        Assert.Contains("which arrived", store.Health, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scrub_OfIntactBuckets_ReadsAllOfThemAtItsPaceAndOnceADay()
    {
        const int Pace = 2_000;
        await using var store = await FilledAsync(Pace);
        var bytes = store.BucketFiles().Sum(path => new FileInfo(path).Length);
        store.Files.Forget();
        var seconds = 0;
        for (; ReadBytes(store) < bytes && seconds < 3_600; seconds++)
        {
            await SecondAsync(store);
        }

        // Headers are read twice, and what is behind the growing bucket's end not at all.
        Assert.True(seconds >= bytes / (4 * Pace), $"{bytes} bytes in {seconds} s");
        Assert.Equal(StoreStatus.Healthy, store.Store.Health.Status);
        for (var rest = 0; rest < 100; rest++)
        {
            await SecondAsync(store);
        }

        var afterwards = ReadBytes(store);
        store.Time.Advance(TimeSpan.FromHours(1));
        await SecondAsync(store);
        Assert.Equal(afterwards, ReadBytes(store));
    }

    [Fact]
    public async Task Scrub_OfABucketThatIsRewrittenMeanwhile_FindsNoDamage()
    {
        await using var store = await FilledAsync(scrubBytesPerSecond: 1_000);
        store.Files.Forget();
        await EventuallyAsync(store, () => ReadBytes(store) > 0);
        Assert.True(await store.Store.DeleteTraceAsync(new TraceId(1, 3), CancellationToken.None));
        store.Files.Forget();
        var bytes = store.BucketFiles().Sum(path => new FileInfo(path).Length);
        await EventuallyAsync(store, () => ReadBytes(store) > bytes);
        Assert.Equal(string.Empty, store.Health);
    }

    [Fact]
    public async Task Damage_OfABucketThatRetentionDrops_IsForgotten()
    {
        await using var store = await FilledAsync(scrubBytesPerSecond: 1024 * 1024);
        Flip(store.BucketFiles()[0], 300);
        await EventuallyAsync(store, () => store.Store.Health.Status == StoreStatus.Degraded);
        store.Time.Advance(TimeSpan.FromDays(8));
        await store.Store.RetireAsync(CancellationToken.None);
        Assert.Equal(string.Empty, store.Health);
    }

    [Fact]
    public async Task Scrub_TurnedOff_ReadsNothing()
    {
        await using var store = await FilledAsync(scrubBytesPerSecond: 0);
        store.Files.Forget();
        for (var second = 0; second < 10; second++)
        {
            await SecondAsync(store);
        }

        Assert.Equal(0, ReadBytes(store));
    }

    private static async Task<StoreUnderTest> FilledAsync(int scrubBytesPerSecond)
    {
        var store = await StoreUnderTest.OpenAsync(
            StoreUnderTest.Small with
            {
                BucketMaxSpans = 40, BucketDuration = TimeSpan.FromDays(3), ScrubBytesPerSecond = scrubBytesPerSecond,
            });
        await store.WriteTracesAsync(1, 130);
        await store.EventuallyFinishedAsync(3);
        return store;
    }

    private static long ReadBytes(StoreUnderTest store) =>
        store.Files.Operations.Where(operation => operation is { Action: FileAction.Read, IsBucket: true })
            .Sum(operation => (long)operation.Length);

    private static void Flip(string path, int position)
    {
        using var file = File.Open(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        file.Position = position;
        var damaged = (byte)(file.ReadByte() ^ 1);
        file.Position = position;
        file.WriteByte(damaged);
    }

    private static async Task SecondAsync(StoreUnderTest store)
    {
        store.Time.Advance(TimeSpan.FromSeconds(1));
        await Task.Delay(3, CancellationToken.None);
    }

    private static async Task EventuallyAsync(StoreUnderTest store, Func<bool> condition)
    {
        for (var second = 0; !condition(); second++)
        {
            Assert.True(second < 3_000, store.Health);
            await SecondAsync(store);
        }
    }
}
