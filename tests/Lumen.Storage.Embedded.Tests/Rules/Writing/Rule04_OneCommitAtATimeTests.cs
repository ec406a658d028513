using Lumen.Storage.Embedded.Faults;

namespace Lumen.Storage.Embedded.Rules.Writing;

/// <summary>A commit begins only after the flush of the one before it returned, and nothing is acknowledged before its own did.</summary>
public sealed class Rule04_OneCommitAtATimeTests
{
    [Fact]
    public async Task WriteAsync_WhileAFlushIsUnderWay_WritesNothingAndShowsNothing()
    {
        await using var store = await StoreUnderTest.OpenAsync();
        using var flushing = new ManualResetEventSlim();
        using var mayFlush = new ManualResetEventSlim();
        store.Files.Before = operation =>
        {
            if (operation is { Action: FileAction.Flush, IsLog: true } && !mayFlush.IsSet && store.Files.Operations.Any(IsFrame))
            {
                flushing.Set();
                StoreUnderTest.Await(mayFlush);
            }

            return null;
        };
        var first = Task.Run(() => store.TryWriteAsync(StoreUnderTest.SpanOf(1)));
        StoreUnderTest.Await(flushing);
        var second = Task.Run(() => store.TryWriteAsync(StoreUnderTest.SpanOf(2)));
        await Task.Yield();
        Assert.Null(await store.FindAsync(1));
        Assert.Single(store.Files.Operations, IsFrame);
        mayFlush.Set();
        Assert.Equal([WriteOutcome.Stored, WriteOutcome.Stored], await Task.WhenAll(first, second));
        var frames = store.Files.Operations.Where(operation =>
            IsFrame(operation) || operation is { Action: FileAction.Flush, IsLog: true }).ToList();
        var order = frames.SkipWhile(operation => !IsFrame(operation)).Select(operation => operation.Action);
        Assert.Equal([FileAction.Write, FileAction.Flush, FileAction.Write, FileAction.Flush], order);
    }

    [Fact]
    public async Task WriteAsync_OfAGroup_FlushesOnce()
    {
        await using var store = await StoreUnderTest.OpenAsync();
        await store.WriteAsync(StoreUnderTest.SpanOf(1));
        var before = Flushes();
        await store.TryWriteAsync([.. Enumerable.Range(2, 10).Select(number => StoreUnderTest.Request(StoreUnderTest.SpanOf(number)))]);
        Assert.Equal(before + 1, Flushes());

        int Flushes() => store.Files.Operations.Count(operation => operation is { Action: FileAction.Flush, IsLog: true });
    }

    /// <summary>Zero-filling writes whole megabytes or what is left to the capacity; a small commit writes one page at its place.</summary>
    private static bool IsFrame(FileOperation operation) => operation is { Action: FileAction.Write, IsLog: true, Length: 4096 };
}
