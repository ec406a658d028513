using Microsoft.AspNetCore.Http;

namespace Lumen.AspNetCore.Otlp;

/// <summary>The routes of an address that serves OTLP alone. Thread-safe.</summary>
/// <param name="grpc">The gRPC method of traces.</param>
/// <param name="http">The HTTP route of traces.</param>
/// <param name="others">Everything else that OTLP senders may ask for.</param>
internal sealed class OtlpRoutes(GrpcTraceEndpoint grpc, HttpTraceEndpoint http, OtherSignals others)
{
    private static readonly PathString GrpcPath = GrpcTraceEndpoint.Path;
    private static readonly PathString HttpPath = HttpTraceEndpoint.Path;

    /// <summary>Answers a request.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        var path = context.Request.Path;
        return path.Equals(GrpcPath, StringComparison.Ordinal) ? grpc.InvokeAsync(context)
            : path.Equals(HttpPath, StringComparison.Ordinal) ? http.InvokeAsync(context)
            : others.InvokeAsync(context);
    }
}
