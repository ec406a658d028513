using Google.Protobuf;
using Lumen.Ledger;
using Lumen.TestKit;
using Lumen.TestKit.Oracle;

namespace Lumen.Ingestion.Messages;

public sealed class GeneratedRequestsTests
{
    [Fact]
    public async Task WriteAsync_GeneratedRequest_StoresItsSpans()
    {
        using var test = new PipelineUnderTest().Start();
        var request = ExportRequest.Parser.ParseFrom(new RandomOtlp(7).NextRequest(300).Encode());
        var spans = request.ResourceSpans.SelectMany(resource => resource.ScopeSpans).SelectMany(scope => scope.Spans).ToList();

        var result = await test.Sink.WriteAsync(request, default);

        Assert.Equal(SpanSinkOutcome.Accepted, result.Outcome);
        Assert.Equal(
            spans.Select(span => (TraceId.FromBytes(span.TraceId.Span), SpanId.FromBytes(span.SpanId.Span))).Order(),
            test.Store.Stored.Order());
        Assert.Equal(300, test.AssertSettled()[SpanFate.Stored]);
    }

    [Fact]
    public async Task WriteAsync_EmptyRequest_IsAccepted()
    {
        using var test = new PipelineUnderTest().Start();

        var result = await test.Sink.WriteAsync(new ExportRequest(), default);

        Assert.Equal(new SpanSinkResult(SpanSinkOutcome.Accepted, 0, null, null), result);
        Assert.Equal(0, test.Store.Writes);
    }

    [Fact]
    public async Task WriteAsync_RequestWithABadSpan_RejectsThatSpanAlone()
    {
        using var test = new PipelineUnderTest().Start();
        var request = ExportRequest.Parser.ParseFrom(
            new OtlpRequestBuilder().Resource("shop").Add(new SpanBuilder(), new SpanBuilder { SpanId = new SpanId(2) }).Encode());
        request.ResourceSpans[0].ScopeSpans[0].Spans[0].TraceId = ByteString.CopyFrom(1, 2, 3);

        var result = await test.Sink.WriteAsync(request, default);

        Assert.Equal((SpanSinkOutcome.Accepted, 1L), (result.Outcome, result.RejectedSpans));
        Assert.Equal([(new SpanBuilder().TraceId, new SpanId(2))], test.Store.Stored);
    }

    [Fact]
    public async Task WriteAsync_RequestLargerThanTheLimit_IsTooLarge()
    {
        using var test = new PipelineUnderTest(options: new IngestionOptions { MaxRequestBytes = 1_000 }).Start();
        var request = ExportRequest.Parser.ParseFrom(new RandomOtlp(7).NextRequest(100).Encode());

        var result = await test.Sink.WriteAsync(request, default);

        Assert.Equal(SpanSinkOutcome.TooLarge, result.Outcome);
        test.AssertSettled();
    }

    [Fact]
    public async Task WriteAsync_RequestThatIsChangedAfterTheCall_IsStoredAsItWas()
    {
        using var test = new PipelineUnderTest().Start();
        var request = ExportRequest.Parser.ParseFrom(new OtlpRequestBuilder().Resource("shop").Add(new SpanBuilder()).Encode());

        var result = test.Sink.WriteAsync(request, default);
        request.ResourceSpans.Clear();

        Assert.Equal(SpanSinkOutcome.Accepted, (await result).Outcome);
        Assert.Equal([(new SpanBuilder().TraceId, new SpanBuilder().SpanId)], test.Store.Stored);
    }

    [Fact]
    public async Task WriteAsync_AnotherMessage_SaysWhatItTakes()
    {
        using var test = new PipelineUnderTest().Start();

        var failure = await Assert.ThrowsAsync<ArgumentException>(async () => await test.Sink.WriteAsync(new ExportResponse(), default));

        Assert.Contains("ExportTraceServiceRequest", failure.Message, StringComparison.Ordinal);
    }
}
