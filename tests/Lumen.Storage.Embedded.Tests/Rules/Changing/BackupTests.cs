using Lumen.Storage.Embedded.Faults;

namespace Lumen.Storage.Embedded.Rules.Changing;

/// <summary>A copy of the directory, taken while it is written, opens as a store and holds all that was acknowledged before.</summary>
public sealed class BackupTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lumen-backup-");

    private string Target => Path.Combine(_folder.FullName, "copy");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task BackUpAsync_WhileSpansArrive_OpensWithAllThatWasAcknowledgedBefore()
    {
        await using var store = await StoreUnderTest.OpenAsync(
            StoreUnderTest.Small with { BucketMaxSpans = 60, IntakePatience = TimeSpan.FromHours(1) });
        await store.WriteTracesAsync(1, 200);
        await store.Store.PinTraceAsync(new TraceId(1, 5), CancellationToken.None);
        using var ended = new CancellationTokenSource();
        var writing = Task.Run(async () =>
        {
            for (var number = 201; !ended.IsCancellationRequested; number++)
            {
                await store.WriteAsync(StoreUnderTest.SpanOf(number));
            }
        });

        Assert.True(await store.Store.BackUpAsync(Target, CancellationToken.None) > 0);

        await ended.CancelAsync();
        await writing;
        await using var copy = new StoreUnderTest(directory: Target);
        await copy.OpenAsync();
        await copy.AssertTracesAsync(1, 200);
        Assert.Equal(StoreStatus.Healthy, copy.Store.Health.Status);
        Assert.Single(await copy.Store.ListPinnedTracesAsync(CancellationToken.None));
        await copy.WriteTracesAsync(5_000, 50);
        await copy.ReopenAsync();
        await copy.AssertTracesAsync(1, 200);
        await copy.AssertTracesAsync(5_000, 50);
        Assert.Equal(StoreStatus.Healthy, copy.Store.Health.Status);
        await store.AssertTracesAsync(1, 200);
    }

    [Fact]
    public async Task BackUpAsync_TwiceAtOnceToOnePlace_MakesOneWholeCopy()
    {
        await using var store = await StoreUnderTest.OpenAsync(StoreUnderTest.Small with { BucketMaxSpans = 20 });
        await store.WriteTracesAsync(1, 200);
        var backups = Enumerable.Range(0, 4)
            .Select(_ => Task.Run(async () => await store.Store.BackUpAsync(Target, CancellationToken.None))).ToArray();
        await Assert.ThrowsAsync<StoreUnavailableException>(() => Task.WhenAll(backups));
        _ = Assert.Single(backups, backup => backup.IsCompletedSuccessfully);
        Assert.Equal([Target], Directory.GetFileSystemEntries(_folder.FullName));
        await using var copy = new StoreUnderTest(directory: Target);
        await copy.OpenAsync();
        await copy.AssertTracesAsync(1, 200);
    }

    [Fact]
    public async Task BackUpAsync_WhereSomethingIsAlready_IsRefusedAndTouchesNothing()
    {
        await using var store = await StoreUnderTest.OpenAsync();
        await store.WriteTracesAsync(1, 5);
        Directory.CreateDirectory(Target);
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await store.Store.BackUpAsync(Target, CancellationToken.None));
        Assert.Empty(Directory.GetFileSystemEntries(Target));
    }

    [Fact]
    public async Task BackUpAsync_WithAFileThatCannotBeRead_LeavesNothingBehind()
    {
        await using var store = await StoreUnderTest.OpenAsync();
        await store.WriteTracesAsync(1, 50);
        await store.Store.DeleteTraceAsync(new TraceId(9, 9), CancellationToken.None);
        store.Files.Fail(operation => operation is { Action: FileAction.Read, IsBucket: true }, "Input/output error");
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await store.Store.BackUpAsync(Target, CancellationToken.None));
        Assert.Empty(_folder.GetFileSystemInfos());
        store.Files.Before = null;
        await store.AssertTracesAsync(1, 50);
    }
}
