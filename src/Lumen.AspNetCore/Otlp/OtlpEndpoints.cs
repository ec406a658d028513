using Lumen.Ingestion;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Lumen.AspNetCore.Otlp;

/// <summary>Puts the endpoints together.</summary>
internal static class OtlpEndpoints
{
    /// <summary>The routes of an address that serves OTLP alone.</summary>
    /// <param name="services">Where the sink, the clock and the loggers are.</param>
    /// <param name="access">Says who may send.</param>
    public static OtlpRoutes Create(IServiceProvider services, IngestionAccess access)
    {
        var receiver = new OtlpReceiver(
            services.GetRequiredService<IOtlpSpanSink>(),
            64 * 1024 * 1024,
            services.GetRequiredService<ILogger<OtlpReceiver>>());
        return new OtlpRoutes(
            new GrpcTraceEndpoint(receiver, access, services.GetService<TimeProvider>() ?? TimeProvider.System),
            new HttpTraceEndpoint(receiver, access),
            new OtherSignals(services.GetRequiredService<ILogger<OtherSignals>>()));
    }
}
