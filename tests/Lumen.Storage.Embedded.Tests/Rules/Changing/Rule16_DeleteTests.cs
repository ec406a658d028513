using System.Text;
using Lumen.Storage.Embedded.Faults;
using Lumen.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace Lumen.Storage.Embedded.Rules.Changing;

/// <summary>A deleted trace is in no answer and in no file; everything else is as it was, byte for byte.</summary>
public sealed class Rule16_DeleteTests
{
    private const string Secret = "a-secret-that-must-go";

    [Fact]
    public async Task DeleteTraceAsync_OfATraceInBucketsWindowsAndLogs_LeavesNoByteOfItAndEverythingElse()
    {
        await using var store = await StoreUnderTest.OpenAsync(StoreUnderTest.Small with { BucketMaxSpans = 60 });
        await store.WriteTracesAsync(1, 70);
        await store.EventuallyStoredAsync(SecretSpan(1));
        await store.WriteTracesAsync(71, 60);
        await store.EventuallyStoredAsync(SecretSpan(2));
        await store.WriteTracesAsync(131, 45);
        await store.EventuallyStoredAsync(SecretSpan(3));
        Assert.Equal(3, (await store.FindAsync(900))!.Spans.Count);

        Assert.True(await store.Store.DeleteTraceAsync(new TraceId(1, 900), CancellationToken.None));

        Assert.Null(await store.FindAsync(900));
        await store.AssertTracesAsync(1, 175);
        Assert.Equal(StoreStatus.Healthy, store.Store.Health.Status);
        await store.ReopenAsync(() => AssertNowhere(store));
        Assert.Null(await store.FindAsync(900));
        await store.AssertTracesAsync(1, 175);
        Assert.Equal(StoreStatus.Healthy, store.Store.Health.Status);
    }

    [Fact]
    public async Task DeleteTraceAsync_OfATraceThatIsNotStored_ChangesNoBucket()
    {
        await using var store = await StoreUnderTest.OpenAsync();
        await store.WriteTracesAsync(1, 70);
        Assert.False(await store.Store.DeleteTraceAsync(new TraceId(1, 900), CancellationToken.None));
        Assert.All(store.BucketFiles(), file => Assert.EndsWith(".r0.lumen", file, StringComparison.Ordinal));
        await store.AssertTracesAsync(1, 70);
    }

    [Fact]
    public async Task DeleteTraceAsync_OfTheOnlyTrace_LeavesAStoreThatGoesOn()
    {
        await using var store = await StoreUnderTest.OpenAsync();
        await store.WriteAsync(StoreUnderTest.SpanOf(1));
        Assert.True(await store.Store.DeleteTraceAsync(new TraceId(1, 1), CancellationToken.None));
        Assert.Null(await store.FindAsync(1));
        await store.ReopenAsync();
        Assert.Equal(StoreStatus.Healthy, store.Store.Health.Status);
        await store.WriteTracesAsync(2, 50);
        await store.ReopenAsync();
        await store.AssertTracesAsync(2, 50);
        Assert.Equal(StoreStatus.Healthy, store.Store.Health.Status);
    }

    [Fact]
    public async Task DeleteTraceAsync_WhileSpansArrive_KeepsWhatArrivesAndTakesTheSameIdAnew()
    {
        await using var store = await StoreUnderTest.OpenAsync(StoreUnderTest.Small with { IntakePatience = TimeSpan.FromHours(1) });
        await store.WriteAsync(SecretSpan(1));
        using var ended = new CancellationTokenSource();
        var writing = Task.Run(async () =>
        {
            var number = 1;
            for (; !ended.IsCancellationRequested; number++)
            {
                await store.WriteAsync(StoreUnderTest.SpanOf(number));
            }

            return number - 1;
        });
        for (var round = 0; round < 10; round++)
        {
            await store.Store.DeleteTraceAsync(new TraceId(1, 900_000), CancellationToken.None);
        }

        await ended.CancelAsync();
        var written = await writing;
        Assert.True(await store.Store.DeleteTraceAsync(new TraceId(1, 900), CancellationToken.None) || written >= 900);
        await store.WriteAsync(SecretSpan(7));
        await store.ReopenAsync();
        await store.AssertTracesAsync(1, Math.Min(written, 899));
        Assert.Single((await store.FindAsync(900))!.Spans);
        Assert.Equal(StoreStatus.Healthy, store.Store.Health.Status);
    }

    [Fact]
    public async Task DeleteTraceAsync_OfATraceThatGoesOnArriving_LosesNothingElse()
    {
        for (var round = 0; round < 15; round++)
        {
            await using var store = await StoreUnderTest.OpenAsync(
                StoreUnderTest.Small with { WindowMaxSpans = 4, IntakePatience = TimeSpan.FromHours(1) });
            using var ended = new CancellationTokenSource();
            var written = 0;
            var writing = Task.Run(async () =>
            {
                while (!ended.IsCancellationRequested)
                {
                    await store.WriteAsync(StoreUnderTest.SpanOf(10_000 + written), SecretSpan(written));
                    Volatile.Write(ref written, written + 1);
                }
            });
            await StoreUnderTest.EventuallyAsync(() => Volatile.Read(ref written) > 5, "Nothing is written.");
            await store.Store.DeleteTraceAsync(new TraceId(1, 900), CancellationToken.None);
            var enough = Volatile.Read(ref written) + 10;
            await StoreUnderTest.EventuallyAsync(() => Volatile.Read(ref written) > enough, "Nothing is written any more.");
            await ended.CancelAsync();
            await writing;
            await store.AssertTracesAsync(10_000, written);
            await store.ReopenAsync();
            await store.AssertTracesAsync(10_000, written);
            Assert.Equal(StoreStatus.Healthy, store.Store.Health.Status);
        }
    }

    [Fact]
    public async Task DisposeAsync_WhileATraceIsBeingDeleted_KeepsTheDirectoryUntilThatHasEnded()
    {
        await using var store = await StoreUnderTest.OpenAsync();
        await store.WriteTracesAsync(1, 30);
        using var reached = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        store.Files.Before = operation =>
        {
            if (operation is { Action: FileAction.Rename, IsBucket: true })
            {
                reached.Set();
                StoreUnderTest.Await(goOn);
            }

            return null;
        };
        var deleting = Task.Run(async () => await store.Store.DeleteTraceAsync(new TraceId(1, 7), CancellationToken.None));
        StoreUnderTest.Await(reached);
        var closing = store.Store.DisposeAsync().AsTask();
        await Task.WhenAny(closing, Task.Delay(300, CancellationToken.None));
        await using var other = new EmbeddedTraceStore(
            StoreUnderTest.Small with { Directory = store.Directory }, store.Time, NullLogger<EmbeddedTraceStore>.Instance);
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await other.OpenAsync(CancellationToken.None));
        goOn.Set();
        await closing;
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await deleting);
        await store.OpenAsync();
        await store.AssertTracesAsync(8, 23);
    }

    [Fact]
    public async Task DeleteTraceAsync_WithAnyOperationFailing_ThrowsAndLosesNothingElse()
    {
        for (var allowed = 0; ; allowed += 3)
        {
            await using var store = await StoreUnderTest.OpenAsync(StoreUnderTest.Small with { BucketMaxSpans = 40 });
            await store.WriteTracesAsync(1, 45);
            await store.EventuallyFinishedAsync(1);
            var left = allowed;
            store.Files.Fail(
                operation => operation.Action is not FileAction.Read && Interlocked.Decrement(ref left) == 0, "Input/output error");
            var succeeded = await TryDeleteAsync(store);
            store.Files.Before = null;
            await store.AssertTracesAsync(1, 6);
            await store.AssertTracesAsync(8, 38);
            await store.ReopenAsync();
            await store.AssertTracesAsync(1, 6);
            await store.AssertTracesAsync(8, 38);
            Assert.True(await store.FindAsync(7) is null || !succeeded, $"After {allowed} operations it is still there.");
            Assert.Equal(StoreStatus.Healthy, store.Store.Health.Status);
            if (left > 0)
            {
                Assert.True(succeeded);
                return;
            }
        }
    }

    private static async Task<bool> TryDeleteAsync(StoreUnderTest store)
    {
        try
        {
            // The sealing of a window may be what fails: its next try is a second away, on a clock that the test moves.
            var deleting = store.Store.DeleteTraceAsync(new TraceId(1, 7), CancellationToken.None).AsTask();
            while (!deleting.IsCompleted)
            {
                store.Time.Advance(TimeSpan.FromSeconds(1));
                await Task.WhenAny(deleting, Task.Delay(2, CancellationToken.None));
            }

            Assert.True(await deleting);
            return true;
        }
        catch (StoreUnavailableException)
        {
            return false;
        }
    }

    private static SpanBuilder SecretSpan(int number) => StoreUnderTest.SpanOf(900) with
    {
        SpanId = new SpanId((ulong)(1_000_000 + number)), Attributes = [new KeyValue(Secret, AnyValue.Of(Secret + number))],
    };

    /// <summary>Logs and identity are plain; a bucket is compressed, and says by its names which revision it is.</summary>
    private static void AssertNowhere(StoreUnderTest store)
    {
        foreach (var path in Directory.GetFiles(store.Directory))
        {
            Assert.True(File.ReadAllBytes(path).AsSpan().IndexOf(Encoding.UTF8.GetBytes(Secret)) < 0, path);
        }

        Assert.DoesNotContain(store.BucketFiles(), path => Path.GetFileName(path) == "bucket-000000000004.r0.lumen");
        Assert.Contains(store.BucketFiles(), path => path.EndsWith(".r1.lumen", StringComparison.Ordinal));
    }
}
