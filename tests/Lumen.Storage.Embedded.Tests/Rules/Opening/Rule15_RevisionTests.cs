namespace Lumen.Storage.Embedded.Rules.Opening;

/// <summary>Of several revisions of a bucket the highest complete one wins at open; the others are deleted.</summary>
public sealed class Rule15_RevisionTests
{
    private static readonly EmbeddedStoreOptions SmallBuckets = StoreUnderTest.Small with { BucketMaxSpans = 20 };

    [Fact]
    public async Task Reopen_WithACompleteHigherRevision_TakesItAndDeletesTheOther()
    {
        await using var store = await StoreUnderTest.OpenAsync(SmallBuckets);
        await store.WriteTracesAsync(1, 45);
        await store.EventuallyBucketsAsync(2);
        var original = store.BucketFiles()[0];
        var rewritten = original.Replace(".r0.", ".r1.", StringComparison.Ordinal);
        await store.ReopenAsync(() => File.Copy(original, rewritten));
        Assert.False(File.Exists(original));
        Assert.True(File.Exists(rewritten));
        await store.AssertTracesAsync(1, 45);
    }

    [Fact]
    public async Task Reopen_WithAnIncompleteHigherRevision_KeepsTheOther()
    {
        await using var store = await StoreUnderTest.OpenAsync(SmallBuckets);
        await store.WriteTracesAsync(1, 45);
        await store.EventuallyBucketsAsync(2);
        var original = store.BucketFiles()[0];
        await store.ReopenAsync(() =>
        {
            var half = File.ReadAllBytes(original).AsSpan();
            File.WriteAllBytes(original.Replace(".r0.", ".r1.", StringComparison.Ordinal), half[..(half.Length / 2)].ToArray());
            File.WriteAllText(Path.Combine(store.Directory, "bucket-000000000001.r2.lumen.tmp"), "unfinished");
        });
        Assert.True(File.Exists(original));
        Assert.Single((await store.FindAsync(1))!.Spans);
        Assert.Empty(Directory.GetFiles(store.Directory, "*.tmp"));
    }
}
