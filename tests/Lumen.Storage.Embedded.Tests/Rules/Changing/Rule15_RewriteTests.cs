using Lumen.Storage.Embedded.Faults;
using Lumen.TestKit;

namespace Lumen.Storage.Embedded.Rules.Changing;

/// <summary>A bucket is rewritten into its next revision; readers see the one or the other, and every kept span byte for byte.</summary>
public sealed class Rule15_RewriteTests
{
    [Fact]
    public async Task Rewrite_OfABucketWithSpansOfEveryKind_KeepsTheOthersByteForByteAndInOrder()
    {
        await using var store = await StoreUnderTest.OpenAsync(
            StoreUnderTest.Small with { WindowMaxSpans = 200, LogFileBytes = 1024 * 1024 });
        var random = new RandomOtlp(11);
        var requests = Enumerable.Range(0, 30).Select(number => new OtlpRequestBuilder()
            .Resource($"service {number % 3}").Scope($"scope {number % 4}")
            .Add(Enumerable.Range(0, 8).Select(place => random.NextSpan() with
            {
                // Ties of start, so that the order of arrival matters.
                TraceId = new TraceId(2, (ulong)(number % 5) + 1), SpanId = new SpanId((ulong)((number * 8) + place + 1)),
                StartUnixNano = SpanBuilder.Epoch + (ulong)(place / 4),
            }))).ToArray();
        foreach (var request in requests)
        {
            Assert.Equal([WriteOutcome.Stored], await store.TryWriteAsync([request]));
        }

        await store.WriteAsync(StoreUnderTest.SpanOf(1));
        // Sealed as it is, without a trace that is there.
        await store.Store.DeleteTraceAsync(new TraceId(9, 9), CancellationToken.None);
        var before = await ReadAsync(store);

        Assert.True(await store.Store.DeleteTraceAsync(new TraceId(1, 1), CancellationToken.None));

        Assert.Equal(before, await ReadAsync(store));
        await store.ReopenAsync();
        Assert.Equal(before, await ReadAsync(store));
        Assert.EndsWith(".r1.lumen", Assert.Single(store.BucketFiles()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rewrite_ThatIsCutOffBeforeTheOldFileIsDeleted_CountsAtTheNextOpening()
    {
        await using var store = await StoreUnderTest.OpenAsync();
        await store.WriteTracesAsync(1, 10);
        store.Files.Fail(operation => operation is { Action: FileAction.Delete, IsBucket: true }, "Input/output error");
        await store.Store.DeleteTraceAsync(new TraceId(1, 3), CancellationToken.None);
        Assert.Equal(2, store.BucketFiles().Length);
        await store.ReopenAsync();
        Assert.Null(await store.FindAsync(3));
        await store.AssertTracesAsync(1, 2);
        await store.AssertTracesAsync(4, 7);
        Assert.Single(store.BucketFiles());
    }

    [Fact]
    public async Task Rewrite_OfABucketWithADamagedBlock_NamesItThenAndAtEveryOpening()
    {
        await using var store = await StoreUnderTest.OpenAsync();
        // Two windows, a block each.
        await store.WriteTracesAsync(1, 25);
        await store.Store.DeleteTraceAsync(new TraceId(9, 9), CancellationToken.None);
        var path = Assert.Single(store.BucketFiles());
        await store.ReopenAsync(() =>
        {
            using var file = File.Open(path, FileMode.Open);
            file.Position = 200;
            var damaged = (byte)(file.ReadByte() ^ 1);
            file.Position = 200;
            file.WriteByte(damaged);
        });

        Assert.True(await store.Store.DeleteTraceAsync(new TraceId(1, 22), CancellationToken.None));

        for (var opening = 0; opening < 2; opening++)
        {
            Assert.True(await store.FindAsync(22) is null or { Spans: [], IsComplete: false });
            var lost = await store.FindAsync(1);
            Assert.True(lost is { Spans: [], IsComplete: false }, $"{opening}: {lost?.Spans.Count} {store.Health}");
            Assert.Single((await store.FindAsync(24))!.Spans);
            Assert.Equal(StoreStatus.Degraded, store.Store.Health.Status);
            await store.ReopenAsync();
        }
    }

    private static async Task<string> ReadAsync(StoreUnderTest store)
    {
        var text = new List<string>();
        for (ulong number = 1; number <= 5; number++)
        {
            var trace = (await store.Reader.FindTraceAsync(new TraceId(2, number), CancellationToken.None))!;
            Assert.True(trace.IsComplete);
            text.AddRange(trace.Spans.Select(span => $"{Convert.ToHexString(span.Encoded.Span)} {span.Service} {span.Scope.Name}"));
        }

        return string.Join('\n', text);
    }
}
