using Lumen.Storage.Embedded.Faults;

namespace Lumen.Storage.Embedded.Rules.Writing;

/// <summary>One window is one log file; two files are used in turn; both occupied, intake waits and then refuses.</summary>
public sealed class Rule01_TwoLogFilesTests
{
    [Fact]
    public async Task WriteAsync_OfManyWindows_UsesTheTwoFilesInTurn()
    {
        await using var store = await StoreUnderTest.OpenAsync();
        await store.WriteTracesAsync(1, 100);
        var firstFrames = store.Files.Operations.Where(operation => operation is { Action: FileAction.Write, IsLog: true, Offset: 4096 })
            .Select(operation => operation.Name);
        var used = firstFrames.Aggregate(new List<string>(), (names, name) =>
            names.Count > 0 && names[^1] == name ? names : [.. names, name]);
        Assert.True(used.Count >= 5, string.Join(' ', used));
        Assert.Equal(2, Directory.GetFiles(store.Directory, "log-*").Length);
        await store.AssertTracesAsync(1, 100);
    }

    [Fact]
    public async Task WriteAsync_WithBothFilesOccupied_WaitsForItsPatienceAndRefuses()
    {
        await using var store = await StoreUnderTest.OpenAsync();
        store.Files.Fail(operation => operation is { Action: FileAction.Write, IsBucket: true });
        for (var number = 1; number <= 40; number++)
        {
            await store.WriteAsync(StoreUnderTest.SpanOf(number));
        }

        var writing = store.TryWriteAsync(StoreUnderTest.SpanOf(41));
        Assert.False(writing.IsCompleted);
        store.Time.Advance(new EmbeddedStoreOptions().IntakePatience);
        Assert.Equal(WriteOutcome.Retry, await writing);
        await store.AssertTracesAsync(1, 40);
    }

    [Fact]
    public async Task WriteAsync_WaitingForAFile_GoesOnWhenAWindowIsInItsBucket()
    {
        await using var store = await StoreUnderTest.OpenAsync();
        using var stalled = new ManualResetEventSlim();
        store.Files.Before = operation =>
        {
            if (operation is { Action: FileAction.Flush, IsBucket: true })
            {
                StoreUnderTest.Await(stalled);
            }

            return null;
        };
        for (var number = 1; number <= 40; number++)
        {
            await store.WriteAsync(StoreUnderTest.SpanOf(number));
        }

        var writing = store.TryWriteAsync(StoreUnderTest.SpanOf(41));
        var waited = !writing.IsCompleted;
        stalled.Set();
        Assert.True(waited);
        Assert.Equal(WriteOutcome.Stored, await writing);
        await store.AssertTracesAsync(1, 41);
    }
}
