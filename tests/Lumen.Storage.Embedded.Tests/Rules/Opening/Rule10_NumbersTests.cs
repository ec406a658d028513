namespace Lumen.Storage.Embedded.Rules.Opening;

/// <summary>Windows are numbered without a hole; what is missing is reported as a range.</summary>
public sealed class Rule10_NumbersTests
{
    private static readonly EmbeddedStoreOptions SmallBuckets = StoreUnderTest.Small with { BucketMaxSpans = 20 };

    [Fact]
    public async Task Reopen_WithoutABucketInTheMiddle_NamesTheMissingWindows()
    {
        await using var store = await StoreUnderTest.OpenAsync(SmallBuckets);
        await store.WriteTracesAsync(1, 90);
        await store.EventuallyBucketsAsync(3);
        await store.ReopenAsync(() => File.Delete(store.BucketFiles()[1]));
        Assert.Contains("Windows 2 to 2 are missing", store.Health, StringComparison.Ordinal);
        Assert.Empty((await store.FindAsync(30))!.Spans);
        Assert.Single((await store.FindAsync(1))!.Spans);
        Assert.False((await store.Reader.SearchAsync(new TraceQuery(), CancellationToken.None)).IsComplete);
    }

    [Fact]
    public async Task Reopen_WithoutALogFile_SaysSo()
    {
        await using var store = await StoreUnderTest.OpenAsync(SmallBuckets);
        await store.WriteTracesAsync(1, 30);
        await store.EventuallyBucketsAsync(1);
        await store.ReopenAsync(() => File.Delete(store.LogFile(1)));
        Assert.Contains("log-1.lumen", store.Health, StringComparison.Ordinal);
        Assert.False((await store.FindAsync(25))!.IsComplete);
    }

    [Fact]
    public async Task Numbers_AfterTheNewestBucketWasSetAside_AreNotUsedAgain()
    {
        await using var store = await StoreUnderTest.OpenAsync(SmallBuckets with { BucketMaxSpans = 100 });
        // The second bucket has four windows, of which the log has the last alone.
        await store.WriteTracesAsync(1, 185);
        await StoreUnderTest.EventuallyAsync(() => store.Health.Length == 0 && store.BucketFiles().Length == 2,
            "There are no two buckets.");
        var newest = store.BucketFiles()[^1];
        await store.ReopenAsync(() => File.WriteAllBytes(newest, new byte[5_000]));
        Assert.True(File.Exists(newest + ".damaged"));
        await store.WriteTracesAsync(186, 300);
        await store.EventuallyBucketsAsync(4);
        var names = store.BucketFiles().Select(path => Path.GetFileName(path).Split('.')[0]).ToList();
        Assert.Equal(names.Count, names.Distinct().Count());
    }
}
