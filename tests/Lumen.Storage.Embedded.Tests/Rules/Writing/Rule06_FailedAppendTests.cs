using Lumen.Storage.Embedded.Faults;

namespace Lumen.Storage.Embedded.Rules.Writing;

/// <summary>A failed append or flush is answered "retry", never rescued by a later flush; the window is written from memory.</summary>
public sealed class Rule06_FailedAppendTests
{
    [Theory]
    [InlineData(FileAction.Flush)]
    [InlineData(FileAction.Write)]
    public async Task WriteAsync_WhenTheLogFails_RefusesTheGroupAndKeepsWhatWasAcknowledged(FileAction failing)
    {
        await using var store = await StoreUnderTest.OpenAsync();
        await store.WriteAsync(StoreUnderTest.SpanOf(1));
        store.Files.Fail(operation => operation.Action == failing && operation.Name == "log-0.lumen", "Input/output error");
        var refused = await store.TryWriteAsync(StoreUnderTest.Request(StoreUnderTest.SpanOf(2)),
            StoreUnderTest.Request(StoreUnderTest.SpanOf(3)));
        Assert.All(refused, outcome => Assert.Equal(WriteOutcome.Retry, outcome));
        Assert.Null(await store.FindAsync(2));
        await store.EventuallyBucketsAsync(1);
        store.Files.Before = null;
        await store.WriteTracesAsync(4, 1);
        await store.ReopenAsync();
        await store.AssertTracesAsync(1, 1);
        await store.AssertTracesAsync(4, 1);
        Assert.Equal(StoreStatus.Healthy, store.Store.Health.Status);
    }

    [Fact]
    public async Task WriteAsync_WrittenInPart_IsCutOffAndCostsNothingElse()
    {
        await using var store = await StoreUnderTest.OpenAsync();
        await store.WriteAsync(StoreUnderTest.SpanOf(1));
        store.Files.Before = operation => operation is { Action: FileAction.Write, IsLog: true } ? 60 : null;
        Assert.Equal(WriteOutcome.Retry, await store.TryWriteAsync(StoreUnderTest.SpanOf(2)));
        store.Files.Before = operation => operation.IsBucket ? throw new IOException("Not now") : null;
        await store.ReopenAsync();
        await store.AssertTracesAsync(1, 1);
        Assert.Null(await store.FindAsync(2));
    }

    [Fact]
    public async Task LogFile_ThatFailed_IsReplacedByANewOneAndItsDirectoryFlushedBeforeUse()
    {
        await using var store = await StoreUnderTest.OpenAsync();
        store.Files.Fail(operation => operation is { Action: FileAction.Flush, IsLog: true } && store.Files.Operations.Any(IsFrame));
        Assert.Equal(WriteOutcome.Retry, await store.TryWriteAsync(StoreUnderTest.SpanOf(1)));
        store.Files.Before = null;
        var before = store.Files.Operations.Count;
        await store.WriteAsync(StoreUnderTest.SpanOf(2));
        var since = store.Files.Operations.Skip(before).ToList();
        var replaced = since.FindIndex(operation => operation is { Action: FileAction.Rename, IsLog: true });
        var flushed = since.FindIndex(operation => operation.Action == FileAction.FlushDirectory);
        var written = since.FindIndex(IsFrame);
        Assert.True(replaced >= 0 && replaced < flushed && flushed < written, $"{replaced} {flushed} {written}");
        await store.ReopenAsync();
        Assert.Null(await store.FindAsync(1));
        await store.AssertTracesAsync(2, 1);
        Assert.Equal(StoreStatus.Healthy, store.Store.Health.Status);
    }

    private static bool IsFrame(FileOperation operation) => operation is { Action: FileAction.Write, IsLog: true, Length: 4096 };
}
