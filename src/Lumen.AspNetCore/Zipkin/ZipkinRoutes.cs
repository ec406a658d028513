using Lumen.AspNetCore.Otlp;
using Lumen.Ingestion;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Lumen.AspNetCore.Zipkin;

/// <summary>Maps the receiving half of Zipkin's API, version 2.</summary>
internal static class ZipkinRoutes
{
    internal static void Map(IEndpointRouteBuilder group)
    {
        var services = group.ServiceProvider;
        // Put together at the first request: nothing is constructed before the host starts.
        var endpoint = new Lazy<ZipkinSpansEndpoint>(() => Create(services));
        group.Map(ZipkinSpansEndpoint.Path, IngestionRoutes.Silent(context => endpoint.Value.InvokeAsync(context)));
    }

    private static ZipkinSpansEndpoint Create(IServiceProvider services)
    {
        var limit = services.GetRequiredService<IngestionOptions>().MaxRequestBytes;
        var receiver = new OtlpReceiver(
            new ZipkinSink(services.GetRequiredService<IOtlpSpanSink>(), limit),
            limit,
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<ILogger<OtlpReceiver>>());
        return new ZipkinSpansEndpoint(receiver, IngestionRoutes.Access(services, "app.MapLumenZipkin()"));
    }
}
