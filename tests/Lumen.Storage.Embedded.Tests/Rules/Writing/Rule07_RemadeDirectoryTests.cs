using Lumen.Storage.Embedded.Files;

namespace Lumen.Storage.Embedded.Rules.Writing;

/// <summary>
/// Rule 7 within a second: a directory that is deleted and made anew at once, with files of the same names, takes no acknowledgement into
/// the files that are gone.
/// </summary>
public sealed class Rule07_RemadeDirectoryTests
{
    [Fact]
    public async Task WriteAsync_AfterTheDirectoryWasMadeAnewAtOnce_IsNotAcknowledgedIntoDeletedFiles()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere files that are open keep their directory, or have no identity.");
        await using var store = await StoreUnderTest.OpenAsync();
        await store.WriteAsync(StoreUnderTest.SpanOf(1));
        var files = Directory.GetFiles(store.Directory, "*-*.lumen").ToDictionary(path => path, File.ReadAllBytes);
        Directory.Delete(store.Directory, recursive: true);
        Directory.CreateDirectory(store.Directory);
        foreach (var (path, bytes) in files)
        {
            await File.WriteAllBytesAsync(path, bytes);
        }

        Assert.Equal(WriteOutcome.Retry, await store.TryWriteAsync(StoreUnderTest.SpanOf(2)));

        await store.WriteTracesAsync(3, 1);
        await store.ReopenAsync();
        await store.AssertTracesAsync(1, 1);
        await store.AssertTracesAsync(3, 1);
        Assert.Equal(StoreStatus.Healthy, store.Store.Health.Status);
    }

    [Fact]
    public async Task WriteAsync_InTheSecondInWhichTheLockIsReplaced_IsRefusedAndItsRetryIsOneSpan()
    {
        await using var store = await StoreUnderTest.OpenAsync();
        await store.WriteAsync(StoreUnderTest.SpanOf(1));
        File.Delete(Path.Combine(store.Directory, DirectoryLock.FileName));
        var other = DirectoryLock.Take(store.Directory);

        // The frame is in the log, which is ours no longer: refused, though the log may bring it back. The sender's retry is then a copy.
        Assert.Equal(WriteOutcome.Retry, await store.TryWriteAsync(StoreUnderTest.SpanOf(2)));
        other.Dispose();
        await store.WriteTracesAsync(2, 1);

        await store.AssertTracesAsync(1, 2);
        await store.ReopenAsync();
        await store.AssertTracesAsync(1, 2);
        Assert.Equal(StoreStatus.Healthy, store.Store.Health.Status);
    }
}
