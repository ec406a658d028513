using Grpc.Core;
using Grpc.Net.Client;
using Lumen.AspNetCore.Tests.Hosting;
using Lumen.Ingestion;
using Lumen.Ledger;
using Lumen.TestKit;
using Lumen.TestKit.Oracle;
using Microsoft.Extensions.DependencyInjection;

namespace Lumen.AspNetCore.Tests.Otlp.Bound;

/// <summary>The bound service in front of Lumen's own sink.</summary>
public sealed class BoundSinkTests
{
    private static readonly Marshaller<byte[]> Bytes = Marshallers.Create(static message => message, static message => message);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Export_GoodAndBadSpans_StoresTheGoodOnes()
    {
        await using var lumen = await LumenHost.StartAsync();
        await using var host = await BoundHost.StartAsync(lumen.Services.GetRequiredService<IOtlpSpanSink>());
        using var client = new ExportClient(host.Address);
        var request = new OtlpRequestBuilder().Resource("shop").Add(new SpanBuilder(), new SpanBuilder { SpanId = default }).Encode();

        var response = await client.ExportAsync(ExportRequests.Message(request), cancellationToken: Cancelled);

        Assert.Equal(1, response.PartialSuccess.RejectedSpans);
        Assert.Contains("span id", response.PartialSuccess.ErrorMessage, StringComparison.OrdinalIgnoreCase);
        var ledger = lumen.Services.GetRequiredService<SpanLedger>().Snapshot();
        Assert.Equal((1, 1), (ledger[SpanFate.Stored], ledger[SpanFate.Rejected]));
    }

    [Fact]
    public async Task Export_BytesThatAreNoRequest_AreAnInvalidArgument()
    {
        await using var lumen = await LumenHost.StartAsync();
        await using var host = await BoundHost.StartAsync(lumen.Services.GetRequiredService<IOtlpSpanSink>());
        using var channel = GrpcChannel.ForAddress(host.Address);
        var export = new Method<byte[], byte[]>(MethodType.Unary, TraceServiceBinding.ServiceName, "Export", Bytes, Bytes);

        var failure = await Assert.ThrowsAsync<RpcException>(async () =>
            await channel.CreateCallInvoker().AsyncUnaryCall(export, null, default, [0x0A, 0x7F]));

        Assert.Equal(StatusCode.InvalidArgument, failure.StatusCode);
    }

    [Fact]
    public async Task Export_TextThatIsNotUtf8_CostsNothingButTheText()
    {
        await using var lumen = await LumenHost.StartAsync();
        await using var host = await BoundHost.StartAsync(lumen.Services.GetRequiredService<IOtlpSpanSink>());
        var request = new OtlpRequestBuilder().Resource("shop").Add(new SpanBuilder { Name = "XYZ" }).Encode();
        request.AsSpan()[request.AsSpan().IndexOf("XYZ"u8)] = 0xFF;
        using var channel = GrpcChannel.ForAddress(host.Address);
        var export = new Method<byte[], byte[]>(MethodType.Unary, TraceServiceBinding.ServiceName, "Export", Bytes, Bytes);

        var answer = await channel.CreateCallInvoker().AsyncUnaryCall(export, null, default, request);

        var partial = ExportResponse.Parser.ParseFrom(answer).PartialSuccess;
        Assert.Equal(0, partial.RejectedSpans);
        Assert.NotEmpty(partial.ErrorMessage);
    }
}
