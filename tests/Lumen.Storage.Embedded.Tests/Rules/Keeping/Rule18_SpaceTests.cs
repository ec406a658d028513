using Lumen.Storage.Embedded.Files;
using Lumen.TestKit;

namespace Lumen.Storage.Embedded.Rules.Keeping;

/// <summary>The cap on bytes counts everything in the directory and bounds log and buckets; the default is fixed at creation.</summary>
public sealed class Rule18_SpaceTests
{
    private const long Mebibyte = 1024 * 1024;

    [Fact]
    public async Task Directory_UnderLoad_StaysWithinItsCap()
    {
        const long Cap = 2 * Mebibyte;
        await using var store = await StoreUnderTest.OpenAsync(
            new EmbeddedStoreOptions { RetentionBytes = Cap, RetentionBytesFloor = Mebibyte, WindowMaxSpans = 20 });
        var random = new Random(3);
        for (var number = 1; number <= 1_200; number++)
        {
            var noise = new byte[4_000];
            random.NextBytes(noise);
            await store.EventuallyStoredAsync(
                StoreUnderTest.SpanOf(number) with { Attributes = [new KeyValue("noise", AnyValue.Of(noise))] });
            if (number % 100 == 0)
            {
                var used = Directory.GetFiles(store.Directory).Sum(path => new FileInfo(path).Length);
                Assert.True(used <= Cap, $"{used} bytes after {number} spans");
            }
        }

        Assert.Null(await store.FindAsync(1));
        await store.AssertTracesAsync(1_100, 101);
    }

    [Fact]
    public void Limits_OfASmallCap_ShareItOut()
    {
        var limits = StoreLimits.Of(new EmbeddedStoreOptions(), 64 * Mebibyte);
        Assert.Equal(new StoreLimits(64 * Mebibyte, (int)(2 * Mebibyte), 8 * Mebibyte), limits);
        Assert.Equal(new StoreLimits(20_480 * Mebibyte, (int)(32 * Mebibyte), 256 * Mebibyte),
            StoreLimits.Of(new EmbeddedStoreOptions(), 20_480 * Mebibyte));
    }

    [Theory]
    [InlineData(10_000, 2_000)]
    [InlineData(1_000_000, 20_480)]
    [InlineData(10, 64)]
    public async Task DefaultCap_WhenTheDirectoryIsCreated_IsAFifthOfTheDiskAtMost20Gibibytes(long freeMebibytes, long expectedMebibytes)
    {
        await using var store = new StoreUnderTest(new EmbeddedStoreOptions());
        store.Files.ReportedFreeBytes = freeMebibytes * Mebibyte;
        await store.OpenAsync();
        var identity = DirectoryIdentity.TryRead(store.Files)!;
        Assert.Equal(expectedMebibytes, (double)identity.DefaultRetentionBytes / Mebibyte, tolerance: 1);
        // Fixed then: a disk that fills up later changes nothing.
        store.Files.ReportedFreeBytes = 0;
        await store.ReopenAsync();
        Assert.Equal(identity, DirectoryIdentity.TryRead(store.Files));
    }

    [Fact]
    public void Options_OutOfRange_AreRefusedByNameWithWhatToWrite()
    {
        var refused = Assert.Throws<ArgumentException>(() => new EmbeddedStoreOptions { RetentionBytes = Mebibyte }.Validate());
        Assert.Contains("EmbeddedStoreOptions.RetentionBytes must be at least 67,108,864 bytes", refused.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new EmbeddedStoreOptions { Directory = " " }.Validate());
        Assert.Throws<ArgumentException>(() => new EmbeddedStoreOptions { RetentionAge = TimeSpan.Zero }.Validate());
        Assert.Throws<ArgumentException>(() => new EmbeddedStoreOptions { LogFileBytes = 1 }.Validate());
        Assert.Throws<ArgumentException>(() => new EmbeddedStoreOptions { WindowMaxSpans = 0 }.Validate());
        new EmbeddedStoreOptions().Validate();
    }
}
