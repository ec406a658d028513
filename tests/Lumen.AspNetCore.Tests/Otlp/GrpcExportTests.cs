using Google.Protobuf;
using Grpc.Core;
using Lumen.AspNetCore.Tests.Listener;
using Lumen.AspNetCore.Tests.Protos;
using Lumen.Ingestion;
using Lumen.TestKit.Oracle;

namespace Lumen.AspNetCore.Tests.Otlp;

public sealed class GrpcExportTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5_000)]
    public async Task Export_PlainRequest_ReachesTheSinkByteForByte(int spans)
    {
        await using var server = await ListenerUnderTest.StartAsync();
        var request = ExportRequests.Message(ExportRequests.Bytes(spans));

        var response = await server.Grpc.ExportAsync(request, cancellationToken: Cancelled);

        Assert.Null(response.PartialSuccess);
        Assert.Equal(request.ToByteArray(), server.Sink.OnlyBody);
        Assert.Equal(0, server.Sink.BytesHeld);
    }

    [Fact]
    public async Task Export_GzipRequest_ReachesTheSinkInflated()
    {
        await using var server = await ListenerUnderTest.StartAsync();
        var request = ExportRequests.Message(ExportRequests.Bytes(2_000));

        await server.Grpc.ExportAsync(
            request,
            new Metadata { { "grpc-internal-encoding-request", "gzip" } },
            cancellationToken: Cancelled);

        Assert.Equal(request.ToByteArray(), server.Sink.OnlyBody);
    }

    [Fact]
    public async Task Export_SomeSpansRejected_AnswersPartialSuccess()
    {
        await using var server = await ListenerUnderTest.StartAsync();
        server.Sink.Answer = _ => ValueTask.FromResult(new SpanSinkResult(SpanSinkOutcome.Accepted, 3, new string('ü', 2_000), null));

        var response = await server.Grpc.ExportAsync(new ExportRequest(), cancellationToken: Cancelled);

        Assert.Equal(3, response.PartialSuccess.RejectedSpans);
        Assert.Equal(new string('ü', 512), response.PartialSuccess.ErrorMessage);
    }

    [Fact]
    public async Task Export_Refused_IsUnavailableWithRetryInfoInTrailers()
    {
        await using var server = await ListenerUnderTest.StartAsync();
        var full = new SpanSinkResult(SpanSinkOutcome.Refused, 0, "100 % full", TimeSpan.FromMilliseconds(1_500));
        server.Sink.Answer = _ => ValueTask.FromResult(full);

        using var call = server.Grpc.ExportAsync(new ExportRequest(), cancellationToken: Cancelled);
        var headers = await call.ResponseHeadersAsync;
        var failure = await Assert.ThrowsAsync<RpcException>(async () => await call);

        Assert.Equal(StatusCode.Unavailable, failure.StatusCode);
        Assert.Equal("100 % full", failure.Status.Detail);
        Assert.Null(headers.Get("grpc-status"));
        var status = Protos.Status.Parser.ParseFrom(failure.Trailers.GetValueBytes("grpc-status-details-bin"));
        var retry = status.Details.Single().Unpack<RetryInfo>();
        Assert.Equal(TimeSpan.FromMilliseconds(1_500), retry.RetryDelay.ToTimeSpan());
        Assert.Equal((int)StatusCode.Unavailable, status.Code);
    }

    [Theory]
    [InlineData(SpanSinkOutcome.Malformed, StatusCode.InvalidArgument)]
    [InlineData(SpanSinkOutcome.TooLarge, StatusCode.ResourceExhausted)]
    public async Task Export_RefusedForGood_HasNoRetryInfo(SpanSinkOutcome outcome, StatusCode expected)
    {
        await using var server = await ListenerUnderTest.StartAsync();
        server.Sink.Answer = _ => ValueTask.FromResult(new SpanSinkResult(outcome, 0, "größer", null));

        var failure = await Assert.ThrowsAsync<RpcException>(async () =>
            await server.Grpc.ExportAsync(new ExportRequest(), cancellationToken: Cancelled));

        Assert.Equal(expected, failure.StatusCode);
        Assert.Equal("größer", failure.Status.Detail);
        Assert.Null(failure.Trailers.Get("grpc-status-details-bin"));
    }
}
