using System.Buffers;
using System.Text;
using Lumen.Ledger;
using Lumen.Otlp;
using Lumen.TestKit;

namespace Lumen.Ingestion.Sink;

public sealed class OtlpSpanSinkTests
{
    [Fact]
    public async Task WriteAsync_RequestOfSpans_StoresThemAndAccepts()
    {
        using var test = new PipelineUnderTest().Start();
        var request = new OtlpRequestBuilder().Resource("shop").Add(new SpanBuilder(), new SpanBuilder { SpanId = new SpanId(2) }).Encode();

        var result = await test.Sink.WriteAsync(new ReadOnlySequence<byte>(request), OtlpFormat.Protobuf, default);

        Assert.Equal(new SpanSinkResult(SpanSinkOutcome.Accepted, 0, null, null), result);
        var trace = new SpanBuilder().TraceId;
        Assert.Equal([(trace, new SpanBuilder().SpanId), (trace, new SpanId(2))], test.Store.Stored);
        Assert.Equal(2, test.AssertSettled()[SpanFate.Stored]);
    }

    [Fact]
    public async Task WriteAsync_HeadersBeyondTheBudget_IsRefusedBeforeTheyAreMade()
    {
        var spans = Enumerable.Range(1, 30_000).Select(number => new SpanBuilder { SpanId = new SpanId((ulong)number), Name = "" });
        var request = new OtlpRequestBuilder().Add(spans).Encode();
        using var test = new PipelineUnderTest(budgetBytes: 2 * request.Length).Start();
        var payload = test.Sink.BeginPayload();
        Assert.True(payload.TryAppend(request));

        var result = await test.Sink.WriteAsync(payload, OtlpFormat.Protobuf, default);

        Assert.Equal(SpanSinkOutcome.Refused, result.Outcome);
        var ledger = test.AssertSettled();
        Assert.Equal((0, 1), (ledger.Received, ledger.RefusedRequests));
    }

    [Fact]
    public void RefuseWhereFull_Closed_CountsAndTakesThePayload()
    {
        using var test = new PipelineUnderTest();
        var payload = test.Sink.BeginPayload();
        Assert.True(payload.TryAppend([1, 2, 3]));

        Assert.Equal(SpanSinkOutcome.Refused, test.Sink.RefuseWhereFull(payload)?.Outcome);

        Assert.Equal(1, test.AssertSettled().RefusedRequests);
    }

    [Fact]
    public async Task RefuseWhereFull_Room_LeavesThePayloadToItsOwner()
    {
        using var test = new PipelineUnderTest().Start();
        var payload = test.Sink.BeginPayload();
        Assert.True(payload.TryAppend(new OtlpRequestBuilder().Add(new SpanBuilder()).Encode()));

        Assert.Null(test.Sink.RefuseWhereFull(payload));

        Assert.Equal(SpanSinkOutcome.Accepted, (await test.Sink.WriteAsync(payload, OtlpFormat.Protobuf, default)).Outcome);
        Assert.Equal(1, test.AssertSettled()[SpanFate.Stored]);
    }

    [Fact]
    public async Task WriteAsync_EmptyRequest_AcceptsWithoutAWrite()
    {
        using var test = new PipelineUnderTest().Start();

        var result = await test.Sink.WriteAsync(test.Sink.BeginPayload(), OtlpFormat.Protobuf, default);

        Assert.Equal(SpanSinkOutcome.Accepted, result.Outcome);
        Assert.Equal(0, test.Store.Writes);
        test.AssertSettled();
    }

    [Fact]
    public async Task WriteAsync_BytesThatAreNoRequest_AreMalformed()
    {
        using var test = new PipelineUnderTest().Start();

        var result = await test.Sink.WriteAsync(new ReadOnlySequence<byte>([0x0A, 0x7F]), OtlpFormat.Protobuf, default);

        Assert.Equal(SpanSinkOutcome.Malformed, result.Outcome);
        Assert.Equal(1, test.AssertSettled().MalformedRequests);
    }

    [Fact]
    public async Task WriteAsync_RequestInJson_StoresItsSpansAsProtobuf()
    {
        using var test = new PipelineUnderTest().Start();
        var json = """
            {"resourceSpans":[{"scopeSpans":[{"spans":[
              {"traceId":"0123456789abcdeffedcba9876543210","spanId":"1122334455667788","name":"json"}]}]}]}
            """u8;

        var result = await test.Sink.WriteAsync(new ReadOnlySequence<byte>(json.ToArray()), OtlpFormat.Json, default);

        Assert.Equal(SpanSinkOutcome.Accepted, result.Outcome);
        Assert.Equal([(new SpanBuilder().TraceId, new SpanBuilder().SpanId)], test.Store.Stored);
        test.AssertSettled();
    }

    [Fact]
    public async Task WriteAsync_JsonThatIsNoRequest_SaysWhere()
    {
        using var test = new PipelineUnderTest().Start();

        var result = await test.Sink.WriteAsync(new ReadOnlySequence<byte>("{]"u8.ToArray()), OtlpFormat.Json, default);

        Assert.Equal(SpanSinkOutcome.Malformed, result.Outcome);
        Assert.Contains("line 1", result.Message, StringComparison.Ordinal);
        Assert.Equal(1, test.AssertSettled().MalformedRequests);
    }

    [Fact]
    public async Task WriteAsync_SomeSpansWithoutIds_StoresTheOthersAndCountsTheReasons()
    {
        using var test = new PipelineUnderTest().Start();
        var good = new SpanBuilder();
        var request = new OtlpRequestBuilder()
            .Add(good with { TraceIdBytes = [1] }, good, good with { SpanIdBytes = [] }, good with { TraceIdBytes = [] }).Encode();

        var result = await test.Sink.WriteAsync(new ReadOnlySequence<byte>(request), OtlpFormat.Protobuf, default);

        Assert.Equal((SpanSinkOutcome.Accepted, 3), (result.Outcome, result.RejectedSpans));
        Assert.StartsWith("2 spans were rejected, with a trace id", result.Message, StringComparison.Ordinal);
        Assert.Equal([(good.TraceId, good.SpanId)], test.Store.Stored);
        var fates = test.AssertSettled().Fates;
        Assert.Equal(2, fates[(SpanFate.Rejected, RepairReport.InvalidTraceIdReason)]);
        Assert.Equal(1, fates[(SpanFate.Rejected, RepairReport.InvalidSpanIdReason)]);
    }

    [Fact]
    public async Task WriteAsync_NoSpanWithIds_RejectsAllAndWritesNothing()
    {
        using var test = new PipelineUnderTest().Start();
        var request = new OtlpRequestBuilder().Add(new SpanBuilder { SpanIdBytes = [1] }).Encode();

        var result = await test.Sink.WriteAsync(new ReadOnlySequence<byte>(request), OtlpFormat.Protobuf, default);

        Assert.Equal((SpanSinkOutcome.Accepted, 1), (result.Outcome, result.RejectedSpans));
        Assert.Equal(0, test.Store.Writes);
        test.AssertSettled();
    }

    [Theory]
    [InlineData(OtlpFormat.Protobuf)]
    [InlineData(OtlpFormat.Json)]
    public async Task WriteAsync_TextThatIsNotUnicode_IsMendedWithAWarning(OtlpFormat format)
    {
        using var test = new PipelineUnderTest().Start();
        var request = format == OtlpFormat.Protobuf
            ? new OtlpRequestBuilder().Add(new SpanBuilder { Name = "~" }).Encode()
            : """
              {"resourceSpans":[{"scopeSpans":[{"spans":[
                {"traceId":"0123456789abcdeffedcba9876543210","spanId":"1122334455667788","name":"~"}]}]}]}
              """u8.ToArray();
        request.AsSpan().Replace((byte)'~', (byte)0xFF);

        var result = await test.Sink.WriteAsync(new ReadOnlySequence<byte>(request), format, default);

        Assert.Equal((SpanSinkOutcome.Accepted, 0), (result.Outcome, result.RejectedSpans));
        Assert.NotNull(result.Message);
        Assert.Equal([(new SpanBuilder().TraceId, new SpanBuilder().SpanId)], test.Store.Stored);
        test.AssertSettled();
    }

    [Fact]
    public async Task WriteAsync_MoreBytesThanTheLimit_AreTooLarge()
    {
        using var test = new PipelineUnderTest(options: new IngestionOptions { MaxRequestBytes = 10 }).Start();

        var result = await test.Sink.WriteAsync(new ReadOnlySequence<byte>(new byte[11]), OtlpFormat.Protobuf, default);

        Assert.Equal(SpanSinkOutcome.TooLarge, result.Outcome);
        Assert.Equal(1, test.AssertSettled().MalformedRequests);
    }

    [Theory]
    [InlineData(SpanSinkOutcome.Malformed, 1, 0)]
    [InlineData(SpanSinkOutcome.TooLarge, 1, 0)]
    [InlineData(SpanSinkOutcome.Refused, 0, 1)]
    public void Refuse_BodyThatDidNotArrive_IsCountedAndItsMemoryReturned(SpanSinkOutcome outcome, long malformed, long refused)
    {
        using var test = new PipelineUnderTest().Start();
        var payload = test.Sink.BeginPayload();
        Assert.True(payload.TryAppend([1, 2, 3]));

        var result = test.Sink.Refuse(payload, outcome, "cut short");

        Assert.Equal((outcome, "cut short", refused == 1), (result.Outcome, result.Message, result.RetryAfter is not null));
        var ledger = test.AssertSettled();
        Assert.Equal((malformed, refused), (ledger.MalformedRequests, ledger.RefusedRequests));
    }

    [Fact]
    public async Task WriteAsync_MoreSpansThanTheLimit_AreTooLarge()
    {
        using var test = new PipelineUnderTest(options: new IngestionOptions { Limits = new OtlpLimits { MaxSpans = 1 } }).Start();
        var request = new OtlpRequestBuilder().Add(new SpanBuilder(), new SpanBuilder()).Encode();

        var result = await test.Sink.WriteAsync(new ReadOnlySequence<byte>(request), OtlpFormat.Protobuf, default);

        Assert.Equal(SpanSinkOutcome.TooLarge, result.Outcome);
        test.AssertSettled();
    }

    [Fact]
    public async Task WriteAsync_BeforeTheStart_RefusesWithoutDecoding()
    {
        using var test = new PipelineUnderTest();

        var result = await test.Sink.WriteAsync(new ReadOnlySequence<byte>([1, 2, 3]), OtlpFormat.Protobuf, default);

        Assert.Equal(SpanSinkOutcome.Refused, result.Outcome);
        Assert.InRange(result.RetryAfter!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3));
        Assert.Equal(1, test.AssertSettled().RefusedRequests);
    }

    [Fact]
    public async Task WriteAsync_BatchMadeElsewhere_IsStoredAndItsMemoryReturned()
    {
        using var test = new PipelineUnderTest().Start();
        var batch = PipelineUnderTest.Batch(3);

        var result = await test.Sink.WriteAsync(batch, default);

        Assert.Equal(SpanSinkOutcome.Accepted, result.Outcome);
        Assert.Throws<ObjectDisposedException>(() => batch.Payload);
        Assert.Equal(3, test.AssertSettled()[SpanFate.Stored]);
    }

    [Fact]
    public async Task WriteAsync_WithoutBytesInTheBudget_Refuses()
    {
        using var test = new PipelineUnderTest(budgetBytes: 1_000).Start();

        var result = await test.Sink.WriteAsync(new ReadOnlySequence<byte>(new byte[2_000]), OtlpFormat.Protobuf, default);
        var other = await test.Sink.WriteAsync(PipelineUnderTest.Batch(100), default);

        Assert.Equal(SpanSinkOutcome.Refused, result.Outcome);
        Assert.Equal(SpanSinkOutcome.Refused, other.Outcome);
        Assert.Equal(100, test.AssertSettled().Fates[(SpanFate.Refused, "intake_full")]);
    }

    [Fact]
    public async Task WriteAsync_JsonWithoutBytesForItsProtobuf_RefusesForNow()
    {
        // Room for the body, none for what it becomes.
        using var test = new PipelineUnderTest(budgetBytes: 16 * 1024).Start();
        var json = $$"""
            {"resourceSpans":[{"scopeSpans":[{"spans":[
              {"traceId":"0123456789abcdeffedcba9876543210","spanId":"1122334455667788","name":"{{new string('n', 10_000)}}"}]}]}]}
            """;

        var result = await test.Sink.WriteAsync(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(json)), OtlpFormat.Json, default);

        Assert.Equal(SpanSinkOutcome.Refused, result.Outcome);
        Assert.NotNull(result.RetryAfter);
        Assert.Equal((0, 1), (test.AssertSettled().Received, test.Ledger.Snapshot().RefusedRequests));
    }

    [Fact]
    public async Task WriteAsync_RepairWithoutBytesForWhatItWrites_RefusesForNow()
    {
        // Each byte that is no text becomes three: the body takes 16 KiB, what is written of it 32 KiB.
        using var test = new PipelineUnderTest(budgetBytes: 40 * 1024).Start();
        var request = new OtlpRequestBuilder().Add(new SpanBuilder { Name = new string('~', 10_000) }).Encode();
        request.AsSpan().Replace((byte)'~', (byte)0xFF);

        var result = await test.Sink.WriteAsync(new ReadOnlySequence<byte>(request), OtlpFormat.Protobuf, default);

        Assert.Equal(SpanSinkOutcome.Refused, result.Outcome);
        Assert.Equal((0, 1), (test.AssertSettled().Received, test.Ledger.Snapshot().RefusedRequests));
    }
}
