using Lumen.Storage.Embedded.Faults;

namespace Lumen.Storage.Embedded.Rules.Writing;

/// <summary>Rule 8 with a disk that is freed: intake recovers with the next look at it, however long the last wait had become.</summary>
public sealed class Rule08_RoomComesBackTests
{
    private const int NoSpace = 28;

    [Fact]
    public async Task WriteAsync_WhenRoomComesBack_IsTakenAgainWithinASecond()
    {
        await using var store = await StoreUnderTest.OpenAsync(StoreUnderTest.Small with { IntakePatience = TimeSpan.Zero });
        var tries = 0;
        store.Files.ReportedFreeBytes = 0;
        store.Files.Before = operation => operation is { Action: FileAction.Open or FileAction.Write, IsBucket: true }
            ? throw new IOException($"No space left on device ({Interlocked.Increment(ref tries)})", NoSpace)
            : null;
        await FillAsync(store);
        // Waits of 1, 2, 4 and 8 s have passed, the one of 16 s has begun.
        await AdvanceUntilAsync(store, () => store.Health.Contains("(5)", StringComparison.Ordinal), mostSeconds: 1_000);
        Assert.Equal(WriteOutcome.Retry, await store.TryWriteAsync(StoreUnderTest.SpanOf(99)));

        store.Files.ReportedFreeBytes = 64 * 1024 * 1024;
        store.Files.Before = null;

        await AdvanceUntilAsync(store, () => store.Store.Health.Status == StoreStatus.Healthy, mostSeconds: 4);
        await store.WriteAsync(StoreUnderTest.SpanOf(99));
    }

    [Fact]
    public async Task Writing_ThatFailsForAnotherCause_IsNotTriedEverySecond()
    {
        await using var store = await StoreUnderTest.OpenAsync(StoreUnderTest.Small with { IntakePatience = TimeSpan.Zero });
        var tries = 0;
        store.Files.ReportedFreeBytes = 64 * 1024 * 1024;
        store.Files.Before = operation => operation is { Action: FileAction.Open, IsBucket: true }
            ? throw new IOException($"Input/output error ({Interlocked.Increment(ref tries)})", 5)
            : null;
        await FillAsync(store);
        for (var second = 0; second < 15; second++)
        {
            await StoreUnderTest.EventuallyAsync(() => Volatile.Read(ref tries) > 0, "It was not tried.");
            store.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(10, CancellationToken.None);
        }

        // At once, and then after 1, 2, 4 and 8 s.
        Assert.InRange(Volatile.Read(ref tries), 1, 5);
    }

    /// <summary>Moves the clock on, a second at a time, until something has come about.</summary>
    private static async Task AdvanceUntilAsync(StoreUnderTest store, Func<bool> condition, int mostSeconds)
    {
        for (var second = 0; !condition(); second++)
        {
            Assert.True(second < mostSeconds, store.Health);
            store.Time.Advance(TimeSpan.FromSeconds(1));
            for (var patience = 0; patience < 100 && !condition(); patience++)
            {
                await Task.Delay(2, CancellationToken.None);
            }
        }
    }

    /// <summary>Writes until both log files are occupied.</summary>
    private static async Task FillAsync(StoreUnderTest store)
    {
        var number = 1;
        while (await store.TryWriteAsync(StoreUnderTest.SpanOf(number)) == WriteOutcome.Stored)
        {
            number++;
        }

        Assert.True(number > 20, store.Health);
    }
}
