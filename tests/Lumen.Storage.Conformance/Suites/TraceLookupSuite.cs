using Lumen.TestKit;

namespace Lumen.Storage.Conformance;

/// <summary>What every store promises about a trace by its id.</summary>
/// <typeparam name="THarness">The store under test.</typeparam>
public abstract class TraceLookupSuite<THarness> : StoreSuite<THarness>
    where THarness : StoreHarness, new()
{
    private static readonly SpanBuilder Span = new();

    [Fact]
    public async Task FindTraceAsync_OfAnUnknownId_ReturnsNull()
    {
        await Harness.WriteAsync(new OtlpRequestBuilder().Resource("shop").Add(Span));
        Assert.Null(await Reader.FindTraceAsync(new TraceId(1, Span.TraceId.Low), CancellationToken.None));
        Assert.Null(await Reader.FindTraceAsync(new TraceId(Span.TraceId.High, 1), CancellationToken.None));
    }

    [Fact]
    public async Task FindTraceAsync_OfSpansInSeveralRequests_ReturnsThemAllByStart()
    {
        await Harness.WriteAsync(
            new OtlpRequestBuilder().Resource("late").Add(Span with { SpanId = new(3), StartUnixNano = SpanBuilder.Epoch + 3 }));
        await Harness.WriteAsync(
            new OtlpRequestBuilder().Resource("first").Add(Span with { SpanId = new(1), StartUnixNano = SpanBuilder.Epoch + 1 }),
            new OtlpRequestBuilder().Resource("second").Add(Span with { SpanId = new(2), StartUnixNano = SpanBuilder.Epoch + 2 }));
        var trace = await Reader.FindTraceAsync(Span.TraceId, CancellationToken.None);
        Assert.Equal(["first", "second", "late"], trace!.Spans.Select(span => span.Service));
        Assert.True(trace.IsComplete);
    }

    [Fact]
    public async Task EstimateTraceBytesAsync_OfAnyTrace_IsNotLessThanItsSpans()
    {
        var large = Enumerable.Range(1, 5_000).Select(number => Span with { SpanId = new((ulong)number) });
        await Harness.WriteAsync(large.Chunk(1_000).Select(spans => Request(spans)).ToArray());
        var here = await Reader.EstimateTraceBytesAsync(Span.TraceId, CancellationToken.None);
        await Harness.DisturbAsync(new Random(3));
        var moved = await Reader.EstimateTraceBytesAsync(Span.TraceId, CancellationToken.None);
        var needed = (await Reader.FindTraceAsync(Span.TraceId, CancellationToken.None))!.EstimateBytes();
        Assert.InRange(here, needed, long.MaxValue);
        Assert.InRange(moved, needed, long.MaxValue);
        Assert.Equal(0, await Reader.EstimateTraceBytesAsync(new TraceId(1, 1), CancellationToken.None));

        static OtlpRequestBuilder Request(IEnumerable<SpanBuilder> spans)
        {
            var request = new OtlpRequestBuilder().Resource("shop");
            return spans.Aggregate(request, (all, span) => all.Add(span));
        }
    }

    [Fact]
    public async Task FindTraceAsync_OfRandomSpans_ReturnsEveryByte()
    {
        var random = new RandomOtlp(11);
        var requests = Enumerable.Range(0, 8).Select(_ => random.NextRequest(25)).ToArray();
        await Harness.WriteAsync(requests);
        await Harness.DisturbAsync(new Random(1));
        foreach (var request in requests)
        {
            using var batch = request.ToBatch();
            for (var index = 0; index < batch.Count; index++)
            {
                await AssertKept(batch, index);
            }
        }
    }

    [Fact]
    public async Task FindTraceAsync_OfCopies_CollapsesThoseOfTheSameResourceAndScopeOnly()
    {
        var copied = new OtlpRequestBuilder().Resource("shop").Scope("library").Add(Span);
        await Harness.WriteAsync(copied, copied);
        await Harness.DisturbAsync(new Random(2));
        await Harness.WriteAsync(copied, new OtlpRequestBuilder().Resource("shop").Scope("other").Add(Span));
        await Harness.WriteAsync(new OtlpRequestBuilder().Resource("other").Scope("library").Add(Span));
        await Harness.WriteAsync(new OtlpRequestBuilder().Resource("shop").Scope("library").Add(Span with { Name = "another" }));
        Assert.Equal(4, (await Reader.FindTraceAsync(Span.TraceId, CancellationToken.None))!.Spans.Count);
    }

    [Fact]
    public async Task FindTraceAsync_OfALargeTrace_ReturnsAllOfIt()
    {
        var spans = Enumerable.Range(1, 3_000).Select(number => Span with { SpanId = new((ulong)number), StartUnixNano = (ulong)number });
        foreach (var part in spans.Chunk(700))
        {
            await Harness.WriteAsync(new OtlpRequestBuilder().Resource("shop").Add(part));
        }

        await Harness.DisturbAsync(new Random(3));
        var trace = await Reader.FindTraceAsync(Span.TraceId, CancellationToken.None);
        Assert.Equal(Enumerable.Range(1, 3_000).Select(number => (ulong)number), trace!.Spans.Select(span => span.Id.Value));
    }

    [Fact]
    public async Task FindTraceAsync_WhenCancelled_GivesUp()
    {
        await Harness.WriteAsync(new OtlpRequestBuilder().Resource("shop").Add(Span));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await Reader.FindTraceAsync(Span.TraceId, new CancellationToken(canceled: true)));
    }

    private async Task AssertKept(SpanBatch batch, int index)
    {
        var header = batch.Headers[index];
        var trace = await Reader.FindTraceAsync(header.TraceId, CancellationToken.None);
        var bytes = batch.SpanBytes(header).ToArray();
        var (resource, scope) = (batch.Resources[header.Resource], batch.Scopes[header.Scope]);
        Assert.Contains(trace!.Spans, span =>
            span.Encoded.Span.SequenceEqual(bytes)
            && span.Resource.Encoded.Span.SequenceEqual(resource.Message.Of(batch.Payload.Span))
            && span.Resource.SchemaUrl == System.Text.Encoding.UTF8.GetString(resource.SchemaUrl.Of(batch.Payload.Span))
            && span.Scope.Encoded.Span.SequenceEqual(scope.Message.Of(batch.Payload.Span)));
    }
}
