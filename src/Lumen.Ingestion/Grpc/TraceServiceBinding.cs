using Grpc.Core;

namespace Lumen.Ingestion;

/// <summary>
/// OTLP's gRPC service for hosts that run a gRPC server of their own, whichever it is: the service's definition with raw bytes on both
/// sides, so that a request that is not OTLP is answered as OTLP says and never reaches the server's own parser.
/// </summary>
/// <remarks>
/// With Grpc.AspNetCore: <c>app.MapGrpcService(services => services.GetRequiredService&lt;IOtlpSpanSink&gt;().BindTraceService())</c>.
/// Size limits before the sink, compression, deadlines and who may call are the server's: its <c>MaxReceiveMessageSize</c> is 4 MiB unless
/// it is set. Metrics and logs stay the server's too, which answers UNIMPLEMENTED. A host without a gRPC server of its own needs none of
/// this: it has the listener.
/// </remarks>
public static class TraceServiceBinding
{
    /// <summary>The full name of the service.</summary>
    public const string ServiceName = "opentelemetry.proto.collector.trace.v1.TraceService";

    /// <summary>Binds <c>TraceService/Export</c> to a sink.</summary>
    /// <param name="sink">Where requests go.</param>
    /// <returns>A definition that any server takes; thread-safe.</returns>
    public static ServerServiceDefinition BindTraceService(this IOtlpSpanSink sink)
    {
        ArgumentNullException.ThrowIfNull(sink);
        var bytes = Marshallers.Create(static message => message, static message => message);
        var export = new Method<byte[], byte[]>(MethodType.Unary, ServiceName, "Export", bytes, bytes);
        return ServerServiceDefinition.CreateBuilder().AddMethod(export, new ExportMethod(sink).AnswerAsync).Build();
    }
}
