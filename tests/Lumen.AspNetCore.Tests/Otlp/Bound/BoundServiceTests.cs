using System.Diagnostics;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Lumen.AspNetCore.Tests.Protos;
using Lumen.Ingestion;
using Lumen.TestKit.Oracle;

namespace Lumen.AspNetCore.Tests.Otlp.Bound;

/// <summary>OTLP through the gRPC server of a host, called by a client that is not ours.</summary>
public sealed class BoundServiceTests
{
    private readonly RecordingSink _sink = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0, "identity")]
    [InlineData(3_000, "identity")]
    [InlineData(3_000, "gzip")]
    public async Task Export_Request_ReachesTheSinkByteForByte(int spans, string encoding)
    {
        await using var host = await BoundHost.StartAsync(_sink);
        using var client = new ExportClient(host.Address);
        var request = ExportRequests.Message(ExportRequests.Bytes(spans));

        var response = await client.ExportAsync(
            request, new Metadata { { "grpc-internal-encoding-request", encoding } }, cancellationToken: Cancelled);

        Assert.Null(response.PartialSuccess);
        Assert.Equal(request.ToByteArray(), _sink.OnlyBody);
        Assert.Equal(0, _sink.BytesHeld);
    }

    [Fact]
    public async Task Export_SomeSpansRejected_AnswersPartialSuccess()
    {
        await using var host = await BoundHost.StartAsync(_sink);
        using var client = new ExportClient(host.Address);
        _sink.Answer = _ => ValueTask.FromResult(new SpanSinkResult(SpanSinkOutcome.Accepted, 3, new string('ü', 2_000), null));

        var response = await client.ExportAsync(new ExportRequest(), cancellationToken: Cancelled);

        Assert.Equal((3, new string('ü', 512)), (response.PartialSuccess.RejectedSpans, response.PartialSuccess.ErrorMessage));
    }

    [Fact]
    public async Task Export_Refused_IsUnavailableWithRetryInfoInTrailers()
    {
        await using var host = await BoundHost.StartAsync(_sink);
        using var client = new ExportClient(host.Address);
        _sink.Answer = _ => ValueTask.FromResult(
            new SpanSinkResult(SpanSinkOutcome.Refused, 0, "100 % full", TimeSpan.FromMilliseconds(1_500)));

        using var call = client.ExportAsync(new ExportRequest(), cancellationToken: Cancelled);
        var headers = await call.ResponseHeadersAsync;
        var failure = await Assert.ThrowsAsync<RpcException>(async () => await call);

        Assert.Equal((StatusCode.Unavailable, "100 % full"), (failure.StatusCode, failure.Status.Detail));
        Assert.Null(headers.Get("grpc-status"));
        var status = Protos.Status.Parser.ParseFrom(failure.Trailers.GetValueBytes("grpc-status-details-bin"));
        Assert.Equal(TimeSpan.FromMilliseconds(1_500), status.Details.Single().Unpack<RetryInfo>().RetryDelay.ToTimeSpan());
        Assert.Equal((int)StatusCode.Unavailable, status.Code);
    }

    [Theory]
    [InlineData(SpanSinkOutcome.Malformed, StatusCode.InvalidArgument)]
    [InlineData(SpanSinkOutcome.TooLarge, StatusCode.ResourceExhausted)]
    public async Task Export_RefusedForGood_HasNoRetryInfo(SpanSinkOutcome outcome, StatusCode expected)
    {
        await using var host = await BoundHost.StartAsync(_sink);
        using var client = new ExportClient(host.Address);
        _sink.Answer = _ => ValueTask.FromResult(new SpanSinkResult(outcome, 0, "größer", null));

        var failure = await Assert.ThrowsAsync<RpcException>(async () =>
            await client.ExportAsync(new ExportRequest(), cancellationToken: Cancelled));

        Assert.Equal((expected, "größer"), (failure.StatusCode, failure.Status.Detail));
        Assert.Null(failure.Trailers.Get("grpc-status-details-bin"));
    }

    [Fact]
    public async Task Export_SinkThrows_IsInternalAndNeverUnknown()
    {
        await using var host = await BoundHost.StartAsync(_sink);
        using var client = new ExportClient(host.Address);
        _sink.Answer = _ => throw new InvalidOperationException("secret");

        var failure = await Assert.ThrowsAsync<RpcException>(async () =>
            await client.ExportAsync(new ExportRequest(), cancellationToken: Cancelled));

        Assert.Equal(StatusCode.Internal, failure.StatusCode);
        Assert.DoesNotContain("secret", failure.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_DeadlinePasses_EndsWithIt()
    {
        await using var host = await BoundHost.StartAsync(_sink);
        var isGivenUp = new TaskCompletionSource();
        _sink.Answer = async cancellationToken =>
        {
            await using var registration = cancellationToken.Register(isGivenUp.SetResult);
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return default;
        };
        using var channel = GrpcChannel.ForAddress(host.Address);

        var failure = await Assert.ThrowsAsync<RpcException>(async () => await channel.CreateCallInvoker().AsyncUnaryCall(
            Raw("Export", TraceServiceBinding.ServiceName), null, new CallOptions(deadline: DateTime.UtcNow.AddSeconds(1)), []));

        Assert.Equal(StatusCode.DeadlineExceeded, failure.StatusCode);
        await isGivenUp.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancelled);
    }

    [Fact]
    public async Task Export_LargerThanTheHostTakes_IsResourceExhausted()
    {
        await using var host = await BoundHost.StartAsync(_sink, largestMessage: 1_000);
        using var client = new ExportClient(host.Address);

        var failure = await Assert.ThrowsAsync<RpcException>(async () => await client.ExportAsync(
            ExportRequests.Message(ExportRequests.Bytes(100)), cancellationToken: Cancelled));

        Assert.Equal(StatusCode.ResourceExhausted, failure.StatusCode);
        Assert.Empty(_sink.Requests);
    }

    [Theory]
    [InlineData("opentelemetry.proto.collector.metrics.v1.MetricsService")]
    [InlineData("opentelemetry.proto.collector.logs.v1.LogsService")]
    public async Task Export_OfAnotherSignal_IsUnimplementedByTheHost(string service)
    {
        await using var host = await BoundHost.StartAsync(_sink);
        using var channel = GrpcChannel.ForAddress(host.Address);

        var failure = await Assert.ThrowsAsync<RpcException>(async () =>
            await channel.CreateCallInvoker().AsyncUnaryCall(Raw("Export", service), null, default, []));

        Assert.Equal(StatusCode.Unimplemented, failure.StatusCode);
    }

    [Fact]
    public async Task Export_InAnInstrumentedHost_IsNotTraced()
    {
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Microsoft.AspNetCore",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(listener);
        await using var host = await BoundHost.StartAsync(_sink);
        using var client = new ExportClient(host.Address);
        Activity? seen = null;
        _sink.Answer = _ =>
        {
            seen = Activity.Current;
            return ValueTask.FromResult(default(SpanSinkResult));
        };

        await client.ExportAsync(new ExportRequest(), cancellationToken: Cancelled);

        Assert.NotNull(seen);
        Assert.False(seen.Recorded || seen.IsAllDataRequested);
    }

    private static Method<byte[], byte[]> Raw(string method, string service)
    {
        var bytes = Marshallers.Create(static message => message, static message => message);
        return new Method<byte[], byte[]>(MethodType.Unary, service, method, bytes, bytes);
    }
}
