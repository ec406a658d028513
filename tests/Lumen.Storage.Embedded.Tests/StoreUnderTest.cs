using Lumen.Storage.Embedded.Buckets;
using Lumen.Storage.Embedded.Faults;
using Lumen.Storage.Embedded.Files;
using Lumen.Storage.Embedded.Frames;
using Lumen.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace Lumen.Storage.Embedded;

/// <summary>A small embedded store in a directory of its own, with a clock and a disk in the hands of the test.</summary>
internal sealed class StoreUnderTest : IAsyncDisposable
{
    private static readonly TimeSpan MostWaiting = TimeSpan.FromSeconds(30);

    private EmbeddedStoreOptions _options;

    internal StoreUnderTest(EmbeddedStoreOptions? options = null, string? directory = null)
    {
        Directory = directory ?? Path.Combine(Path.GetTempPath(), $"lumen-store-{Guid.NewGuid():N}");
        _options = (options ?? Small) with { Directory = Directory };
        Files = new FaultyFiles(Directory);
    }

    /// <summary>Windows of 20 spans, whose log files hold more commits than that.</summary>
    internal static EmbeddedStoreOptions Small { get; } = new() { LogFileBytes = 128 * 1024, WindowMaxSpans = 20 };

    internal string Directory { get; }

    internal FaultyFiles Files { get; }

    internal JumpingTime Time { get; } = new(DateTimeOffset.FromUnixTimeSeconds(1_700_000_000));

    internal EmbeddedTraceStore Store { get; private set; } = null!;

    internal ITraceReader Reader => Store.Reader;

    /// <summary>Every reason of its health in one text.</summary>
    internal string Health => string.Join(' ', Store.Health.Reasons);

    internal static async Task<StoreUnderTest> OpenAsync(EmbeddedStoreOptions? options = null)
    {
        var store = new StoreUnderTest(options);
        await store.OpenAsync();
        return store;
    }

    /// <summary>Waits until something in the background has come about.</summary>
    internal static async Task EventuallyAsync(Func<bool> condition, string otherwise)
    {
        using var patience = new CancellationTokenSource(MostWaiting);
        while (!condition())
        {
            Assert.False(patience.IsCancellationRequested, otherwise);
            await Task.Delay(5, CancellationToken.None);
        }
    }

    /// <summary>Waits on this thread, as a disk makes its callers wait; not for ever, so that a failing test ends.</summary>
    internal static void Await(ManualResetEventSlim signal) => Assert.True(signal.Wait(MostWaiting), "The signal did not come.");

    internal async Task OpenAsync()
    {
        Store = new EmbeddedTraceStore(_options, Files, Time, NullLogger<EmbeddedTraceStore>.Instance);
        await Store.OpenAsync(CancellationToken.None);
    }

    /// <summary>Closes the store, lets the test do something to its files, and opens it again.</summary>
    internal async Task ReopenAsync(Action? between = null, Func<EmbeddedStoreOptions, EmbeddedStoreOptions>? change = null)
    {
        await Store.DisposeAsync();
        Files.Before = null;
        between?.Invoke();
        _options = change?.Invoke(_options) ?? _options;
        await OpenAsync();
    }

    /// <summary>Writes spans of one request.</summary>
    internal async Task<WriteOutcome> TryWriteAsync(params SpanBuilder[] spans) => (await TryWriteAsync(Request(spans)))[0];

    /// <summary>Writes requests as one group.</summary>
    internal async Task<WriteOutcome[]> TryWriteAsync(params OtlpRequestBuilder[] requests)
    {
        var batches = requests.Select(request => request.ToBatch()).ToArray();
        var outcomes = new WriteOutcome[batches.Length];
        await Store.WriteAsync(batches, outcomes, CancellationToken.None);
        Array.ForEach(batches, batch => batch.Dispose());
        return outcomes;
    }

    internal async Task WriteAsync(params SpanBuilder[] spans) =>
        Assert.True(await TryWriteAsync(spans) == WriteOutcome.Stored, $"Not stored. Health: {Health}");

    /// <summary>
    /// Writes one span of each of some traces, each as a request of its own, and waits for a free log whenever there is none.
    /// </summary>
    internal async Task WriteTracesAsync(int first, int count)
    {
        for (var number = first; number < first + count; number++)
        {
            await EventuallyStoredAsync(SpanOf(number));
        }
    }

    internal async Task EventuallyStoredAsync(params SpanBuilder[] spans)
    {
        using var patience = new CancellationTokenSource(MostWaiting);
        while (await TryWithFreeClockAsync(spans) != WriteOutcome.Stored)
        {
            Assert.False(patience.IsCancellationRequested, $"Not stored. Health: {Health}");
            await Task.Delay(1, CancellationToken.None);
            Time.Advance(TimeSpan.FromMilliseconds(100));
        }
    }

    /// <summary>The one span of a numbered trace.</summary>
    internal static SpanBuilder SpanOf(int number) => new()
    {
        TraceId = new TraceId(1, (ulong)number), SpanId = new SpanId((ulong)number), Name = $"operation {number % 7}",
        StartUnixNano = SpanBuilder.Epoch + (ulong)number, EndUnixNano = SpanBuilder.Epoch + (ulong)number + 5,
    };

    internal async Task<Trace?> FindAsync(int number) => await Reader.FindTraceAsync(new TraceId(1, (ulong)number), CancellationToken.None);

    /// <summary>Demands that each of some traces is there, and complete.</summary>
    internal async Task AssertTracesAsync(int first, int count)
    {
        for (var number = first; number < first + count; number++)
        {
            var trace = await FindAsync(number);
            Assert.True(trace is { IsComplete: true, Spans.Count: 1 },
                $"trace {number}: {trace?.Spans.Count} spans, {trace?.IncompleteReason}");
        }
    }

    /// <summary>The bucket files, the oldest first.</summary>
    internal string[] BucketFiles() => [.. System.IO.Directory.GetFiles(Directory, "bucket-*").Order(StringComparer.Ordinal)];

    internal string LogFile(int number) => Path.Combine(Directory, $"log-{number}.lumen");

    /// <summary>Waits until windows that are full have been written to buckets.</summary>
    internal Task EventuallyBucketsAsync(int count) =>
        EventuallyAsync(() => System.IO.Directory.Exists(Directory) && BucketFiles().Length >= count,
            $"There are not {count} buckets. Health: {Health}");

    /// <summary>Waits until only so many buckets are left: a dropped file goes when the last reader of it lets go.</summary>
    internal Task EventuallyLeftAsync(int count) =>
        EventuallyAsync(() => BucketFiles().Length == count, $"There are not {count} buckets left. Health: {Health}");

    /// <summary>Waits until buckets have ended and have their merged index.</summary>
    internal Task EventuallyFinishedAsync(int count) => EventuallyAsync(
        () => BucketFiles().Count(IsFinished) >= count, $"There are not {count} finished buckets. Health: {Health}");

    public async ValueTask DisposeAsync()
    {
        Files.Before = null;
        if (Store is not null)
        {
            await Store.DisposeAsync();
        }

        if (System.IO.Directory.Exists(Directory))
        {
            System.IO.Directory.Delete(Directory, recursive: true);
        }
    }

    internal static OtlpRequestBuilder Request(params SpanBuilder[] spans) =>
        new OtlpRequestBuilder().Resource("shop").Scope("library").Add(spans);

    private static bool IsFinished(string path)
    {
        using var file = new DiskFile(Path.GetDirectoryName(path)!, Path.GetFileName(path), FileMode.Open);
        return FileStart.TryReadSeed(file) is { } seed && Footer.TryRead(file, seed) is not null;
    }

    /// <summary>The fake clock stands still, so a wait for a free log ends only if the clock is moved.</summary>
    private async Task<WriteOutcome> TryWithFreeClockAsync(SpanBuilder[] spans)
    {
        var writing = TryWriteAsync(spans);
        while (!writing.IsCompleted)
        {
            await Task.WhenAny(writing, Task.Delay(2, CancellationToken.None));
            Time.Advance(TimeSpan.FromMilliseconds(10));
        }

        return await writing;
    }
}
