using Lumen.Storage.Embedded.Faults;

namespace Lumen.Storage.Embedded.Rules.Keeping;

/// <summary>A reader sees each span once at every moment of a hand-over, and what it reads stays until it is done.</summary>
public sealed class Rule14_SnapshotTests
{
    [Fact]
    public async Task Readers_WhileWindowsAreHandedOver_SeeEverySpanOnce()
    {
        await using var store = await StoreUnderTest.OpenAsync(
            StoreUnderTest.Small with { BucketMaxSpans = 60 });
        var acknowledged = 0;
        var failures = new List<string>();
        using var done = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 2).Select(seed => Task.Run(async () =>
        {
            var random = new Random(seed);
            while (!done.IsCancellationRequested)
            {
                var upTo = Volatile.Read(ref acknowledged);
                var number = upTo == 0 ? 0 : random.Next(1, upTo + 1);
                if (number > 0 && await store.FindAsync(number) is not { IsComplete: true, Spans.Count: 1 })
                {
                    lock (failures)
                    {
                        failures.Add($"trace {number} of {upTo}");
                    }
                }
            }
        })).ToArray();
        for (var number = 1; number <= 600; number++)
        {
            await store.EventuallyStoredAsync(StoreUnderTest.SpanOf(number));
            Volatile.Write(ref acknowledged, number);
        }

        await done.CancelAsync();
        await Task.WhenAll(readers);
        Assert.Empty(failures);
    }

    [Fact]
    public async Task Search_WhileWindowsAreHandedOver_ReturnsEveryAcknowledgedTraceOnce()
    {
        await using var store = await StoreUnderTest.OpenAsync();
        for (var number = 1; number <= 120; number++)
        {
            await store.EventuallyStoredAsync(StoreUnderTest.SpanOf(number));
            var page = await store.Reader.SearchAsync(new TraceQuery { Limit = TraceQuery.MaxLimit }, CancellationToken.None);
            Assert.Equal(Enumerable.Range(1, number).Reverse().Select(trace => (ulong)trace),
                page.Traces.Select(trace => trace.TraceId.Low));
        }
    }

    [Fact]
    public async Task Bucket_DroppedWhileItIsRead_IsDeletedWhenTheReaderIsDone()
    {
        await using var store = await StoreUnderTest.OpenAsync(
            StoreUnderTest.Small with { BucketMaxSpans = 20, RetentionAge = TimeSpan.FromHours(2) });
        await store.WriteTracesAsync(1, 25);
        await store.EventuallyFinishedAsync(1);
        store.Time.Advance(TimeSpan.FromHours(3));
        await store.WriteTracesAsync(30, 25);
        await store.EventuallyFinishedAsync(2);
        var oldest = store.BucketFiles()[0];
        using var reading = new ManualResetEventSlim();
        using var mayRead = new ManualResetEventSlim();
        store.Files.Before = operation =>
        {
            if (operation.Action == FileAction.Read && operation.Name == Path.GetFileName(oldest) && !mayRead.IsSet)
            {
                reading.Set();
                StoreUnderTest.Await(mayRead);
            }

            return null;
        };
        var found = Task.Run(() => store.FindAsync(1));
        StoreUnderTest.Await(reading);
        await store.Store.RetireAsync(CancellationToken.None);
        var existedWhileRead = File.Exists(oldest);
        mayRead.Set();
        Assert.Single((await found)!.Spans);
        Assert.True(existedWhileRead);
        await StoreUnderTest.EventuallyAsync(() => !File.Exists(oldest), "The file of the dropped bucket is still there.");
        Assert.Null(await store.FindAsync(1));
    }
}
