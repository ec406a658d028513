using Lumen.Storage.Embedded.Faults;
using Lumen.TestKit;

namespace Lumen.Storage.Embedded.Rules.Writing;

/// <summary>
/// Rules 6, 8, 15 and 16 at every point: whatever operation on a file fails, once or for a while, as a whole or in part, nothing is lost
/// that was acknowledged, and the store is well again by itself.
/// </summary>
public sealed class Rule08_AnyFailureTests
{
    private const int NoSpace = 28;

    private static int Stride => Require.IsAllRequired ? 7 : 31;

    [Theory]
    [InlineData("once")]
    [InlineData("short")]
    [InlineData("for a while")]
    public async Task Store_WithAnyOperationFailing_LosesNothingAndRecovers(string how)
    {
        for (var point = 1; ; point += Stride)
        {
            await using var store = await StoreUnderTest.OpenAsync(
                StoreUnderTest.Small with { BucketMaxSpans = 40, IntakePatience = TimeSpan.FromSeconds(1) });
            var countdown = point;
            store.Files.Before = operation => operation.Action == FileAction.Read ? null : Fail(how, ref countdown, operation);
            var acknowledged = await WriteAsync(store, 1, 90);
            var deleted = await DeleteAsync(store, 5);
            await store.Store.RetireAsync(CancellationToken.None);
            store.Files.Before = null;
            acknowledged.AddRange(await WriteAsync(store, 91, 30));

            await AssertAsync(store, acknowledged, deleted, $"{how} at {point}");
            await AdvanceUntilAsync(store, () => store.Store.Health.Status == StoreStatus.Healthy, $"{how} at {point}");
            await store.ReopenAsync();
            await AssertAsync(store, acknowledged, deleted, $"{how} at {point}, opened again");
            Assert.True(store.Store.Health.Status == StoreStatus.Healthy, $"{how} at {point}: {store.Health}");
            if (countdown > 0)
            {
                return;
            }
        }
    }

    [Fact]
    public async Task Store_WhoseDiskStallsInTheMiddleOfAWindow_AnswersReadsRefusesForNowAndGoesOn()
    {
        await using var store = await StoreUnderTest.OpenAsync(StoreUnderTest.Small with { IntakePatience = TimeSpan.Zero });
        using var goesOn = new ManualResetEventSlim();
        store.Files.Before = operation =>
        {
            if (operation is { Action: FileAction.Flush, IsBucket: true })
            {
                StoreUnderTest.Await(goesOn);
            }

            return null;
        };
        var acknowledged = 0;
        while (await store.TryWriteAsync(StoreUnderTest.SpanOf(acknowledged + 1)) == WriteOutcome.Stored)
        {
            acknowledged++;
            Assert.True(acknowledged <= 2 * 20, "More than two windows are in memory.");
        }

        await store.AssertTracesAsync(1, acknowledged);
        goesOn.Set();
        await store.WriteTracesAsync(acknowledged + 1, 60);
        await store.AssertTracesAsync(1, acknowledged + 60);
        Assert.Equal(StoreStatus.Healthy, store.Store.Health.Status);
    }

    /// <summary>What happens to an operation, and how often it has still to be waited for.</summary>
    private static int? Fail(string how, ref int countdown, FileOperation operation)
    {
        var left = Interlocked.Decrement(ref countdown);
        return (how, left) switch
        {
            ("short", 0) when operation is { Action: FileAction.Write, Length: > 1 } => operation.Length / 2,
            ("for a while", <= 0 and > -5) => throw new IOException("No space left on device", NoSpace),
            (_, 0) => throw new IOException("Input/output error", 5),
            _ => null,
        };
    }

    /// <summary>Writes traces, each as often as it is refused for now, within bounds.</summary>
    private static async Task<List<int>> WriteAsync(StoreUnderTest store, int first, int count)
    {
        var acknowledged = new List<int>();
        for (var number = first; number < first + count; number++)
        {
            await store.EventuallyStoredAsync(StoreUnderTest.SpanOf(number));
            acknowledged.Add(number);
        }

        return acknowledged;
    }

    private static async Task<bool> DeleteAsync(StoreUnderTest store, int number)
    {
        try
        {
            var deleting = store.Store.DeleteTraceAsync(StoreUnderTest.SpanOf(number).TraceId, CancellationToken.None).AsTask();
            await AdvanceUntilAsync(store, () => deleting.IsCompleted, "deleting");
            return await deleting;
        }
        catch (StoreUnavailableException)
        {
            return false;
        }
    }

    private static async Task AssertAsync(StoreUnderTest store, List<int> acknowledged, bool isDeleted, string when)
    {
        foreach (var number in acknowledged)
        {
            var trace = await store.FindAsync(number);
            var isThere = trace is { IsComplete: true, Spans.Count: 1 };
            // A deletion that failed half way promised nothing.
            Assert.True(
                number == 5 ? !(isThere && isDeleted) : isThere, $"{when}: trace {number}, {trace?.Spans.Count} spans. {store.Health}");
        }
    }

    private static async Task AdvanceUntilAsync(StoreUnderTest store, Func<bool> condition, string what)
    {
        for (var turn = 0; !condition(); turn++)
        {
            Assert.True(turn < 5_000, $"{what}: it never came about. {store.Health}");
            store.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(1, CancellationToken.None);
        }
    }
}
