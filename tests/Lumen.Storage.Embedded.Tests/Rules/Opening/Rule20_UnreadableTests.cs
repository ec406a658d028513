using Lumen.Storage.Embedded.Faults;

namespace Lumen.Storage.Embedded.Rules.Opening;

/// <summary>
/// Rule 20: only what is proved damaged is set aside. A file that the system does not let us read is named, left in place and tried again.
/// </summary>
public sealed class Rule20_UnreadableTests
{
    private const string First = "bucket-000000000001.r0.lumen";

    public static TheoryData<bool> Denials => [true, false];

    [Theory]
    [MemberData(nameof(Denials))]
    public async Task Open_OfABucketThatCannotBeRead_NamesItLeavesItAndTriesAgain(bool isDenied)
    {
        await using var store = await StoreUnderTest.OpenAsync(StoreUnderTest.Small with { BucketMaxSpans = 60 });
        await store.WriteTracesAsync(1, 150);
        await store.EventuallyFinishedAsync(2);
        await store.ReopenAsync(() => store.Files.Before = operation => operation.Name != First ? null
            : isDenied ? throw new UnauthorizedAccessException("Access is denied.") : throw new IOException("Input/output error", 5));

        Assert.Equal(StoreStatus.Degraded, store.Store.Health.Status);
        Assert.Contains(First, store.Health, StringComparison.Ordinal);
        Assert.True(await store.FindAsync(1) is { Spans: [], IsComplete: false });
        Assert.Single((await store.FindAsync(150))!.Spans);
        Assert.Contains(Path.Combine(store.Directory, First), store.BucketFiles());

        store.Files.Before = null;
        store.Time.Advance(TimeSpan.FromSeconds(31));
        await StoreUnderTest.EventuallyAsync(() => store.Store.Health.Status == StoreStatus.Healthy, "It was not tried again.");
        await store.AssertTracesAsync(1, 150);
    }

    [Fact]
    public async Task Open_WhileItsLastBucketCannotBeRead_WritesTheLogElsewhereAndLosesNothing()
    {
        await using var store = await StoreUnderTest.OpenAsync();
        // Window 1 is in bucket 1, and its frames still lie in the log.
        await store.WriteTracesAsync(1, 30);
        await store.EventuallyBucketsAsync(1);
        await store.ReopenAsync(() => store.Files.Before = operation =>
            operation is { Action: FileAction.Open, Name: First } ? throw new IOException("Input/output error", 5) : null);
        await store.WriteTracesAsync(31, 60);
        await store.EventuallyBucketsAsync(2);

        await store.ReopenAsync();

        await store.AssertTracesAsync(1, 90);
        Assert.Equal(StoreStatus.Healthy, store.Store.Health.Status);
        var page = await store.Reader.SearchAsync(new TraceQuery { Limit = TraceQuery.MaxLimit }, CancellationToken.None);
        Assert.Equal(90, page.Traces.Count);
        Assert.All(page.Traces, trace => Assert.Equal(1, trace.SpanCount));
    }

    [Fact]
    public async Task Open_OfABucketThatTurnsOutDamagedWhenTriedAgain_SetsItAsideThen()
    {
        await using var store = await StoreUnderTest.OpenAsync(StoreUnderTest.Small with { BucketMaxSpans = 60 });
        await store.WriteTracesAsync(1, 150);
        await store.EventuallyFinishedAsync(2);
        await store.ReopenAsync(() =>
        {
            using (var file = File.Open(Path.Combine(store.Directory, First), FileMode.Open))
            {
                file.SetLength(100);
            }

            store.Files.Before = operation => operation.Name == First ? throw new IOException("Input/output error", 5) : null;
        });
        store.Files.Before = null;
        store.Time.Advance(TimeSpan.FromSeconds(31));

        await StoreUnderTest.EventuallyAsync(() => File.Exists(Path.Combine(store.Directory, $"{First}.damaged")), "It was not set aside.");

        await StoreUnderTest.EventuallyAsync(() => store.Health.Contains("set aside", StringComparison.Ordinal), store.Health);
        Assert.True(await store.FindAsync(1) is { Spans: [], IsComplete: false });
        await store.WriteTracesAsync(151, 1);
    }

    [Fact]
    public async Task FindTraceAsync_WhileABucketCannotBeRead_IsIncompleteAndHealthIsWellAgainAfterwards()
    {
        await using var store = await StoreUnderTest.OpenAsync(StoreUnderTest.Small with { BucketMaxSpans = 60, ScrubBytesPerSecond = 0 });
        await store.WriteTracesAsync(1, 150);
        await store.EventuallyFinishedAsync(2);
        store.Files.Fail(operation => operation is { Action: FileAction.Read, Name: First }, "Input/output error");
        Assert.True(await store.FindAsync(1) is { Spans: [], IsComplete: false });
        Assert.Equal(StoreStatus.Degraded, store.Store.Health.Status);
        Assert.Contains("Input/output error", store.Health, StringComparison.Ordinal);

        store.Files.Before = null;

        await store.AssertTracesAsync(1, 1);
        Assert.Equal(StoreStatus.Healthy, store.Store.Health.Status);
    }
}
