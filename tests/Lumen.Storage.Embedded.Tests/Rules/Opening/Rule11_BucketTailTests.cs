using Lumen.Storage.Embedded.Faults;

namespace Lumen.Storage.Embedded.Rules.Opening;

/// <summary>A window is in a bucket when its commit frame is; a tail without one is cut off, for its window is still in the log.</summary>
public sealed class Rule11_BucketTailTests
{
    [Theory]
    [InlineData(0.2)]
    [InlineData(0.8)]
    [InlineData(0.999)]
    public async Task Reopen_WithABucketThatEndsWithinAWindow_WritesThatWindowAgain(double part)
    {
        await using var store = await StoreUnderTest.OpenAsync();
        var committed = 0L;
        var written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        store.Files.Before = operation =>
        {
            if (operation is not { Action: FileAction.Write, IsBucket: true, Offset: >= 64 })
            {
                return null;
            }

            if (committed == 0)
            {
                committed = operation.Offset + operation.Length;
                return null;
            }

            // The process ends here, as far as the bucket is concerned.
            written.TrySetResult();
            return operation.Offset == committed ? (int)(operation.Length * part) : throw new IOException("The process has ended.");
        };
        await store.WriteTracesAsync(1, 45);
        await written.Task;
        store.Files.Before = operation => operation.IsBucket && operation.Action != FileAction.Read ? throw new IOException("ended") : null;
        await store.ReopenAsync();
        await store.AssertTracesAsync(1, 45);
        await store.WriteTracesAsync(46, 40);
        await StoreUnderTest.EventuallyAsync(() => store.Store.Health.Status == StoreStatus.Healthy, store.Health);
        await store.ReopenAsync();
        await store.AssertTracesAsync(1, 85);
        Assert.Equal(StoreStatus.Healthy, store.Store.Health.Status);
    }

    [Fact]
    public async Task Reopen_WithADamagedCommitFrameWhoseWindowLeftTheLog_NamesTheWindowAndGoesOn()
    {
        await using var store = await StoreUnderTest.OpenAsync();
        await store.WriteTracesAsync(1, 65);
        await StoreUnderTest.EventuallyAsync(() => Windows(store) >= 3, "The windows were not written.");
        // The last byte of the bucket belongs to the commit frame of window 3.
        await store.ReopenAsync(() =>
        {
            FlipLast(store.BucketFiles()[0]);
            File.Delete(store.LogFile(0));
        });
        Assert.NotEqual(StoreStatus.Healthy, store.Store.Health.Status);
        Assert.False((await store.FindAsync(1))!.IsComplete);
        Assert.Single((await store.FindAsync(40))!.Spans);
        Assert.Single((await store.FindAsync(61))!.Spans);
        await store.WriteTracesAsync(66, 40);
        Assert.Single((await store.FindAsync(100))!.Spans);
    }

    private static int Windows(StoreUnderTest store) =>
        store.Files.Operations.Count(operation => operation is { Action: FileAction.Flush, IsBucket: true }) - 1;

    private static void FlipLast(string path)
    {
        using var file = File.Open(path, FileMode.Open);
        file.Position = file.Length - 1;
        var last = file.ReadByte();
        file.Position = file.Length - 1;
        file.WriteByte((byte)(last ^ 1));
    }
}
