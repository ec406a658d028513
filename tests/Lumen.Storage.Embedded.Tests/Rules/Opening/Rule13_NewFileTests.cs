using Lumen.Storage.Embedded.Faults;

namespace Lumen.Storage.Embedded.Rules.Opening;

/// <summary>A new file counts only after its directory entry is durable.</summary>
public sealed class Rule13_NewFileTests
{
    [Fact]
    public async Task NewFile_BeforeItsFirstCommit_HasItsDirectoryFlushed()
    {
        await using var store = await StoreUnderTest.OpenAsync();
        await store.WriteTracesAsync(1, 30);
        await store.EventuallyBucketsAsync(1);
        await StoreUnderTest.EventuallyAsync(
            () => store.Files.Operations.Any(operation => operation is { Action: FileAction.Write, IsBucket: true, Offset: > 0 }),
            "no window was written");
        var operations = store.Files.Operations.ToList();
        foreach (var name in operations.Where(operation => operation.IsBucket).Select(operation => operation.Name).Distinct())
        {
            var opened = operations.FindIndex(operation => operation.Action == FileAction.Open && operation.Name == name);
            var content = operations.FindIndex(opened, operation =>
                operation is { Action: FileAction.Write, Offset: > 0 } && operation.Name == name);
            Assert.Contains(operations[opened..content], operation => operation.Action == FileAction.FlushDirectory);
        }

        var frame = operations.FindIndex(operation => operation is { Action: FileAction.Write, IsLog: true, Offset: 4096 });
        var renamed = operations.FindIndex(operation => operation is { Action: FileAction.Rename, IsLog: true });
        Assert.Contains(operations[renamed..frame], operation => operation.Action == FileAction.FlushDirectory);
    }

    [Fact]
    public async Task NewLog_WhoseDirectoryCannotBeFlushed_AcknowledgesNothing()
    {
        await using var store = await StoreUnderTest.OpenAsync();
        store.Files.Fail(operation => operation.Action == FileAction.FlushDirectory);
        Assert.Equal(WriteOutcome.Retry, await store.TryWriteAsync(StoreUnderTest.SpanOf(1)));
        store.Files.Before = null;
        await store.WriteAsync(StoreUnderTest.SpanOf(1));
    }
}
