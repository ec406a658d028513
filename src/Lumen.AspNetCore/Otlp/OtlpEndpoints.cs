using Lumen.Hosting;
using Lumen.Ingestion;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Lumen.AspNetCore.Otlp;

/// <summary>The endpoints of OTLP, put together. Thread-safe.</summary>
/// <param name="Grpc">The gRPC method of traces.</param>
/// <param name="Http">The HTTP route of traces.</param>
/// <param name="Others">Everything else that OTLP senders may ask for.</param>
internal sealed record OtlpEndpoints(GrpcTraceEndpoint Grpc, HttpTraceEndpoint Http, OtherSignals Others)
{
    /// <summary>Puts them together from the services of a host.</summary>
    /// <param name="services">Where the sink, the clock and the loggers are.</param>
    /// <param name="access">Says who may send.</param>
    public static OtlpEndpoints Create(IServiceProvider services, IngestionAccess access)
    {
        var receiver = new OtlpReceiver(
            services.GetRequiredService<IOtlpSpanSink>(),
            services.GetRequiredService<IngestionOptions>().MaxRequestBytes,
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<ILogger<OtlpReceiver>>());
        return new OtlpEndpoints(
            new GrpcTraceEndpoint(receiver, access, services.GetRequiredService<TimeProvider>()),
            new HttpTraceEndpoint(
                receiver, access, new AllowedOrigins(services.GetRequiredService<IOptions<LumenOptions>>().Value)),
            new OtherSignals(services.GetRequiredService<ILogger<OtherSignals>>()));
    }
}
