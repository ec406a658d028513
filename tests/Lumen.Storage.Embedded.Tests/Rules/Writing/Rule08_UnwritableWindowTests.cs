using Lumen.Storage.Embedded.Faults;
using Microsoft.Extensions.Logging.Abstractions;

namespace Lumen.Storage.Embedded.Rules.Writing;

/// <summary>
/// A window that cannot be written is tried again, after a second and then later; reads go on and health names the cause.
/// </summary>
public sealed class Rule08_UnwritableWindowTests
{
    [Theory]
    [InlineData(FileAction.Open)]
    [InlineData(FileAction.Write)]
    [InlineData(FileAction.Flush)]
    public async Task Window_ThatCannotBeWritten_StaysReadableAndIsWrittenWhenTheDiskAllows(FileAction failing)
    {
        await using var store = await StoreUnderTest.OpenAsync();
        store.Files.Fail(operation => operation.Action == failing && operation.IsBucket);
        for (var number = 1; number <= 25; number++)
        {
            await store.WriteAsync(StoreUnderTest.SpanOf(number));
        }

        await StoreUnderTest.EventuallyAsync(() => store.Store.Health.Status == StoreStatus.Degraded, "The failure is not in the health.");
        Assert.Contains("No space left on device", store.Health, StringComparison.Ordinal);
        await store.AssertTracesAsync(1, 25);
        store.Files.Before = null;
        store.Time.Advance(TimeSpan.FromSeconds(1));
        await StoreUnderTest.EventuallyAsync(() => store.Store.Health.Status == StoreStatus.Healthy, "The window was not written again.");
        Assert.Single(store.BucketFiles());
        await store.AssertTracesAsync(1, 25);
        await store.ReopenAsync();
        await store.AssertTracesAsync(1, 25);
    }

    [Fact]
    public async Task BackgroundLoop_ThatFailsAgainAndAgain_TriesLaterAndLaterUpToHalfAMinute()
    {
        var (tries, time, health) = (0, new HastyTime(), new HealthBoard());
        var succeeded = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var loop = new BackgroundLoop("failing", Work, health, time, NullLogger.Instance);
        loop.Start();
        await succeeded.Task;
        Assert.Equal([1, 2, 4, 8, 16, 30, 30], time.Delays.Select(delay => delay.TotalSeconds));

        ValueTask Work(CancellationToken cancellationToken)
        {
            if (++tries < 8)
            {
                throw new InvalidOperationException($"try {tries}");
            }

            succeeded.SetResult();
            return ValueTask.CompletedTask;
        }
    }
}
