using Lumen.Storage.Embedded.Faults;
using Lumen.TestKit;

namespace Lumen.Storage.Embedded.Rules.Writing;

/// <summary>
/// A log file grows by zeros, 1 MiB ahead, to its capacity, and is overwritten then; a full disk refuses and fails no start.
/// </summary>
public sealed class Rule05_GrowingLogTests
{
    private const int Mebibyte = 1024 * 1024;

    [Fact]
    public async Task Log_WhoseGrowthCouldNotBeFlushed_GrowsAnew()
    {
        await using var store = await StoreUnderTest.OpenAsync();
        var failures = 0;
        store.Files.Fail(operation => operation is { Action: FileAction.Flush, IsLog: true }
            && !operation.Name.EndsWith(".tmp", StringComparison.Ordinal) && failures++ == 0);
        Assert.Equal(WriteOutcome.Retry, await store.TryWriteAsync(StoreUnderTest.SpanOf(1)));
        store.Files.Forget();
        await store.WriteAsync(StoreUnderTest.SpanOf(1));
        var first = store.Files.Operations.First(operation => operation.IsLog);
        Assert.True(first is { Action: FileAction.Write, Length: > 64 * 1024 }, first.ToString());
    }

    [Fact]
    public async Task LogFile_AfterTheFirstSpan_HoldsOneMebibyteAndTheOtherItsFirstFrame()
    {
        await using var store = await StoreUnderTest.OpenAsync(new EmbeddedStoreOptions());
        Assert.False(File.Exists(store.LogFile(0)));
        await store.WriteAsync(StoreUnderTest.SpanOf(1));
        Assert.Equal(Mebibyte, Align(new FileInfo(store.LogFile(0)).Length));
        Assert.Equal(Frames.FileStart.Size, new FileInfo(store.LogFile(1)).Length);
    }

    [Fact]
    public async Task LogFile_OfManyWindows_StaysAtItsCapacity()
    {
        await using var store = await StoreUnderTest.OpenAsync(new EmbeddedStoreOptions { LogFileBytes = 128 * 1024 });
        for (var number = 1; number <= 200; number++)
        {
            await store.EventuallyStoredAsync(
                StoreUnderTest.SpanOf(number) with { Attributes = [new KeyValue("text", AnyValue.Of(new string('x', 5_000)))] });
        }

        Assert.Equal(128 * 1024, new FileInfo(store.LogFile(0)).Length);
        Assert.Equal(128 * 1024, new FileInfo(store.LogFile(1)).Length);
        await store.AssertTracesAsync(1, 200);
    }

    [Fact]
    public async Task WriteAsync_OnAFullDisk_RefusesAndGoesOnWithTheSameWindowLater()
    {
        await using var store = new StoreUnderTest(new EmbeddedStoreOptions());
        store.Files.Fail(operation => operation is { Action: FileAction.Write, IsLog: true, Length: > 4096 });
        await store.OpenAsync();
        Assert.Equal(StoreHealth.Healthy.Status, store.Store.Health.Status);
        Assert.Equal(WriteOutcome.Retry, await store.TryWriteAsync(StoreUnderTest.SpanOf(1)));
        Assert.Contains("No space left", store.Health, StringComparison.Ordinal);
        store.Files.Before = null;
        await store.WriteAsync(StoreUnderTest.SpanOf(1));
        Assert.Equal(StoreStatus.Healthy, store.Store.Health.Status);
        Assert.Equal(Frames.FileStart.Size, new FileInfo(store.LogFile(1)).Length);
        await store.AssertTracesAsync(1, 1);
    }

    /// <summary>The first page was there before the first megabyte was filled in.</summary>
    private static long Align(long length) => length / Mebibyte * Mebibyte;
}
