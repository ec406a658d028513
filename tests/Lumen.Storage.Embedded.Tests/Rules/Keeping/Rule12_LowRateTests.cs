using Lumen.Storage.Embedded.Faults;
using Lumen.TestKit;

namespace Lumen.Storage.Embedded.Rules.Keeping;

/// <summary>Rule 12 for applications with little to say: what few spans cost, and that nothing is done while there are none.</summary>
public sealed class Rule12_LowRateTests
{
    /// <summary>
    /// A few more than the 80 that spans of real services may take: of these, addresses, threads, amounts and keys are all random. Those of
    /// the load generator take 45 (<c>benchmarks/results/low-rates.md</c>).
    /// </summary>
    private const int MostBytesPerSpan = 85;

    private const int TracesPerSecond = 5;
    private const int SpansPerTrace = 10;

    [Fact]
    public async Task Bucket_OfTenMinutesAtFiftySpansASecond_TakesFewBytesASpan()
    {
        const int Seconds = 600;
        await using var store = await StoreUnderTest.OpenAsync(new EmbeddedStoreOptions());
        var typical = new TypicalOtlp(3);
        var services = Enumerable.Range(0, 6).Select(_ => typical.NextResource()).ToArray();
        for (var second = 0; second < Seconds; second++)
        {
            Assert.Equal([WriteOutcome.Stored], await store.TryWriteAsync([NextRequest(typical, services, second)]));
            store.Time.Advance(TimeSpan.FromSeconds(1));
        }

        store.Time.Advance(TimeSpan.FromHours(1));
        await store.EventuallyFinishedAsync(1);
        var bytes = store.BucketFiles().Sum(path => new FileInfo(path).Length);
        Assert.InRange((double)bytes / (Seconds * TracesPerSecond * SpansPerTrace), 1, MostBytesPerSpan);
    }

    [Fact]
    public async Task Store_WithOneSpanAMinute_WritesOnceASpanAndNothingInBetween()
    {
        const int Minutes = 50;
        await using var store = await StoreUnderTest.OpenAsync(new EmbeddedStoreOptions());
        await store.WriteAsync(StoreUnderTest.SpanOf(1));
        store.Files.Forget();
        for (var minute = 1; minute <= Minutes; minute++)
        {
            for (var second = 0; second < 60; second++)
            {
                store.Time.Advance(TimeSpan.FromSeconds(1));
            }

            await store.WriteAsync(StoreUnderTest.SpanOf(minute + 1));
        }

        // A page and a flush for each span; the background reads and writes nothing.
        var operations = store.Files.Operations;
        Assert.Equal(Minutes, operations.Count(operation => operation.Action == FileAction.Write));
        Assert.Equal(Minutes, operations.Count(operation => operation.Action == FileAction.Flush));
        Assert.Equal(2 * Minutes, operations.Count);
    }

    /// <summary>What a few services send within a second: whole traces, each span by the service that its place in the trace has.</summary>
    private static OtlpRequestBuilder NextRequest(TypicalOtlp typical, Resource[] services, int second)
    {
        var traces = Enumerable.Range(0, TracesPerSecond).Select(_ => NextTrace(typical, second)).ToArray();
        var request = new OtlpRequestBuilder();
        for (var service = 0; service < services.Length; service++)
        {
            request.Resource(services[service]).Scope($"Shop.Instrumentation.{service}", "1.12.0");
            request.Add(traces.SelectMany(trace => trace.Where((_, place) => place % services.Length == service)));
        }

        return request;
    }

    private static SpanBuilder[] NextTrace(TypicalOtlp typical, int second)
    {
        var spans = Enumerable.Range(0, SpansPerTrace).Select(_ => typical.NextSpan()).ToArray();
        for (var place = 0; place < spans.Length; place++)
        {
            var start = SpanBuilder.Epoch + ((ulong)second * 1_000_000_000) + (spans[place].StartUnixNano % 900_000_000);
            spans[place] = spans[place] with
            {
                TraceId = spans[0].TraceId, ParentId = place == 0 ? default : spans[(place - 1) / 2].SpanId,
                StartUnixNano = start, EndUnixNano = start + (spans[place].EndUnixNano - spans[place].StartUnixNano),
            };
        }

        return spans;
    }
}
