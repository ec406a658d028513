using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Lumen.TestKit.Oracle;

namespace Lumen.AspNetCore.Tests.Otlp;

/// <summary>A gRPC client that is not ours, with messages of the generated classes.</summary>
internal sealed class ExportClient(Uri address, HttpMessageHandler? handler = null) : IDisposable
{
    private static readonly Method<ExportRequest, ExportResponse> Export = new(
        MethodType.Unary,
        "opentelemetry.proto.collector.trace.v1.TraceService",
        "Export",
        Marshallers.Create(request => request.ToByteArray(), ExportRequest.Parser.ParseFrom),
        Marshallers.Create(response => response.ToByteArray(), ExportResponse.Parser.ParseFrom));

    private readonly GrpcChannel _channel = GrpcChannel.ForAddress(address, new GrpcChannelOptions { HttpHandler = handler });

    public void Dispose() => _channel.Dispose();

    internal AsyncUnaryCall<ExportResponse> ExportAsync(
        ExportRequest request, Metadata? headers = null, CancellationToken cancellationToken = default) =>
        _channel.CreateCallInvoker().AsyncUnaryCall(Export, null, new CallOptions(headers, cancellationToken: cancellationToken), request);
}
