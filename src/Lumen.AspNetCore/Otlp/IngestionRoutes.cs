using Lumen.AspNetCore.Access;
using Lumen.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Lumen.AspNetCore.Otlp;

/// <summary>Maps the receiving side on the addresses of a host.</summary>
internal static class IngestionRoutes
{
    // Senders cannot put a prefix before a gRPC method.
    private static readonly string[] OtherMethods =
    [
        "/opentelemetry.proto.collector.metrics.v1.MetricsService/{method}",
        "/opentelemetry.proto.collector.logs.v1.LogsService/{method}",
    ];

    /// <summary>Maps <c>{prefix}/v1/traces</c> and the gRPC method, and answers for the signals that Lumen does not take.</summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="prefix">Where to mount the HTTP routes.</param>
    /// <returns>A builder for conventions of these routes.</returns>
    internal static IEndpointConventionBuilder Map(IEndpointRouteBuilder endpoints, string prefix)
    {
        var services = endpoints.ServiceProvider;
        // Put together at the first request: nothing is constructed before the host starts.
        var otlp = new Lazy<OtlpEndpoints>(() => OtlpEndpoints.Create(services, Access(services, "app.MapLumen().Ingestion")));
        var all = endpoints.MapGroup(string.Empty);
        all.ExcludeFromDescription();
        MapGrpc(all.MapGroup(string.Empty), otlp, order: endpoints.DataSources.Count);
        var http = all.MapGroup(prefix);
        http.Map(HttpTraceEndpoint.Path, Silent(context => otlp.Value.Http.InvokeAsync(context)));
        // Browsers ask beforehand whether a page may send, without any credentials.
        http.MapMethods(HttpTraceEndpoint.Path, [HttpMethods.Options], Silent(context => otlp.Value.Http.InvokeAsync(context)))
            .AllowAnonymous();
        http.Map("/v1/metrics", Silent(context => otlp.Value.Others.InvokeAsync(context)));
        http.Map("/v1/logs", Silent(context => otlp.Value.Others.InvokeAsync(context)));
        return all;
    }

    // Mapped a second time under another prefix, these paths are the same: a later order leaves them to the first, where an equal one would
    // be ambiguous. The sources of a host only grow in number.
    private static void MapGrpc(RouteGroupBuilder routes, Lazy<OtlpEndpoints> otlp, int order)
    {
        routes.WithOrder(order);
        routes.Map(GrpcTraceEndpoint.Path, Silent(context => otlp.Value.Grpc.InvokeAsync(context)));
        foreach (var method in OtherMethods)
        {
            routes.Map(method, Silent(context => otlp.Value.Others.InvokeAsync(context)));
        }
    }

    /// <summary>Work that leaves no trace of itself.</summary>
    internal static RequestDelegate Silent(RequestDelegate work) => context =>
    {
        OwnTraffic.Silence(context);
        return work(context);
    };

    /// <summary>Who may send: who shows the key, and whom the host has named.</summary>
    /// <param name="services">Where the options are.</param>
    /// <param name="builder">The code that maps the routes and takes conventions.</param>
    internal static IngestionAccess Access(IServiceProvider services, string builder)
    {
        var key = IngestionKey.From(services.GetRequiredService<IOptions<LumenOptions>>().Value.ApiKey);
        var subject = AccessSubject.Send(builder, hasKey: key is not null);
        return async context => key?.IsShownBy(context.Request) == true
            ? null
            : (await EndpointAccess.JudgeAsync(context, subject)).Refusal;
    }
}
