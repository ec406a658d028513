using System.Net;
using System.Net.Sockets;
using System.Text;
using Lumen.AspNetCore.Listener;
using Lumen.AspNetCore.Tests.Otlp;
using Lumen.Ingestion;
using Lumen.TestKit;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Lumen.AspNetCore.Tests.Listener;

public sealed class ListenerLimitTests
{
    [Fact]
    public void Apply_Options_AreTheServersLimits()
    {
        var limits = new KestrelServerLimits();
        PortLimits.Apply(
            new LumenOtlpListenerOptions
            {
                MaxConnections = 7, KeepAliveTimeout = TimeSpan.FromSeconds(8), HeadersTimeout = TimeSpan.FromSeconds(9),
                MinBodyBytesPerSecond = 10, MaxStreamsPerConnection = 11, StreamWindowBytes = 100_000, ConnectionWindowBytes = 200_000,
            },
            limits);
        Assert.Equal(7, limits.MaxConcurrentConnections);
        Assert.Equal((8, 9), (limits.KeepAliveTimeout.TotalSeconds, limits.RequestHeadersTimeout.TotalSeconds));
        Assert.Equal(10, limits.MinRequestBodyDataRate?.BytesPerSecond);
        Assert.Equal((11, 100_000, 200_000), (
            limits.Http2.MaxStreamsPerConnection, limits.Http2.InitialStreamWindowSize, limits.Http2.InitialConnectionWindowSize));
        PortLimits.Apply(new LumenOtlpListenerOptions { MinBodyBytesPerSecond = 0 }, limits);
        Assert.Null(limits.MinRequestBodyDataRate);
    }

    [Fact]
    public void Apply_DefaultOptions_AreTheServersOwn()
    {
        var (limits, kestrel) = (new KestrelServerLimits(), new KestrelServerLimits());
        PortLimits.Apply(new LumenOtlpListenerOptions(), limits);
        Assert.Equal(kestrel.KeepAliveTimeout, limits.KeepAliveTimeout);
        Assert.Equal(kestrel.RequestHeadersTimeout, limits.RequestHeadersTimeout);
        Assert.Equal(kestrel.MinRequestBodyDataRate!.BytesPerSecond, limits.MinRequestBodyDataRate!.BytesPerSecond);
        Assert.Equal(kestrel.MinRequestBodyDataRate.GracePeriod, limits.MinRequestBodyDataRate.GracePeriod);
        Assert.Equal(kestrel.Http2.MaxStreamsPerConnection, limits.Http2.MaxStreamsPerConnection);
        Assert.Equal(kestrel.Http2.InitialStreamWindowSize, limits.Http2.InitialStreamWindowSize);
        Assert.Equal(kestrel.Http2.InitialConnectionWindowSize, limits.Http2.InitialConnectionWindowSize);
    }

    [Theory]
    [InlineData("http")]
    [InlineData("grpc")]
    public async Task Export_BodySlowerThanItMustBe_IsGivenUpAndCountedAsRefused(string protocol)
    {
        await using var server = await ListenerUnderTest.StartAsync(options => options.MinBodyBytesPerSecond = 1024 * 1024);
        using var wire = new GrpcWire(server);
        var request = ExportRequests.Bytes(10);
        using var body = protocol == "grpc" ? new HalfBody(GrpcWire.Frame(request)) : HttpBodies.AsOtlp(new HalfBody(request), gzip: false);
        using var gone = new CancellationTokenSource();
        var call = protocol == "grpc" ? wire.SendAsync(body, gone.Token) : (Task)server.Http.PostAsync("v1/traces", body, gone.Token);
        await Eventually.TrueAsync(() => !server.Sink.Refusals.IsEmpty, "the server gives the body up");
        Assert.Equal(SpanSinkOutcome.Refused, Assert.Single(server.Sink.Refusals).Outcome);
        Assert.Equal(0, server.Sink.BytesHeld);
        await gone.CancelAsync();
        await call.ContinueWith(_ => { }, TaskScheduler.Default);
    }

    [Fact]
    public async Task Post_BrokenChunks_AreCountedAsMalformed()
    {
        await using var server = await ListenerUnderTest.StartAsync();
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, server.Listener.HttpAddress!.Port);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            "POST /v1/traces HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-protobuf\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"));
        using var reader = new StreamReader(stream);
        Assert.Contains("400", await reader.ReadLineAsync(), StringComparison.Ordinal);
        Assert.Equal(SpanSinkOutcome.Malformed, Assert.Single(server.Sink.Refusals).Outcome);
    }

    [Theory]
    [InlineData("KeepAliveTimeout")]
    [InlineData("HeadersTimeout")]
    [InlineData("MinBodyBytesPerSecond")]
    [InlineData("MaxStreamsPerConnection")]
    [InlineData("StreamWindowBytes")]
    [InlineData("ConnectionWindowBytes")]
    [InlineData("ClientAuthorityPath")]
    public void Validate_OptionOutOfRange_NamesIt(string option)
    {
        var options = new LumenOtlpListenerOptions();
        switch (option)
        {
            case "KeepAliveTimeout":
                options.KeepAliveTimeout = TimeSpan.Zero;
                break;
            case "HeadersTimeout":
                options.HeadersTimeout = TimeSpan.FromHours(1);
                break;
            case "MinBodyBytesPerSecond":
                options.MinBodyBytesPerSecond = -1;
                break;
            case "MaxStreamsPerConnection":
                options.MaxStreamsPerConnection = 0;
                break;
            case "StreamWindowBytes":
                options.StreamWindowBytes = 1000;
                break;
            case "ConnectionWindowBytes":
                options.ConnectionWindowBytes = options.StreamWindowBytes - 1;
                break;
            default:
                options.ClientAuthorityPath = "authority.pem";
                break;
        }

        var failure = Assert.Single(new ListenerOptionsValidation().Validate(null, options).Failures!);
        Assert.Contains($"Lumen:Otlp:{option}", failure, StringComparison.Ordinal);
    }
}
