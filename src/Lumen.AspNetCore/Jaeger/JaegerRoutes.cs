using Lumen.AspNetCore.Access;
using Lumen.AspNetCore.Routes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Lumen.AspNetCore.Jaeger;

/// <summary>The reading half of Jaeger's HTTP API, version 3, for the tools that speak it: Jaeger's own page among them.</summary>
internal static class JaegerRoutes
{
    private static readonly RouteSurface Reads = new(JaegerError.WriteAsync, "no-store") { Subject = AccessSubject.Jaeger };

    // Jaeger's searches may be posted too, since a long one does not fit into an address.
    private static readonly RouteSurface Searches = Reads with { Methods = [HttpMethods.Get, HttpMethods.Head, HttpMethods.Post] };

    /// <summary>Maps the routes below the prefix of a group.</summary>
    internal static void Map(IEndpointRouteBuilder group)
    {
        var reads = new GuardedRoutes(group, Reads);
        reads.Map("api/v3/services", JaegerNames.ListServicesAsync);
        reads.Map("api/v3/operations", JaegerNames.ListOperationsAsync);
        reads.Map("api/v3/traces/{id}", JaegerTraces.GetTraceAsync);

        var searches = new GuardedRoutes(group, Searches);
        searches.Map("api/v3/traces", JaegerTraces.FindTracesAsync);
        searches.Map("api/v3/trace-summaries", JaegerSummaries.FindSummariesAsync);

        reads.Map("api/{**path}", static _ => Task.FromResult<Refusal?>(Refusal.NotFound(
            "Of Jaeger's api/v3 Lumen answers services, operations, traces, traces/{id} and trace-summaries; this is none of them.")));
    }
}
