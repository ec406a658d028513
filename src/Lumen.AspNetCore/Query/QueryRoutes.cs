using Lumen.AspNetCore.Routes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Lumen.AspNetCore.Query;

/// <summary>The query API: every route of it, and nothing else, is in the embedded OpenAPI document.</summary>
internal static class QueryRoutes
{
    private static readonly RouteSurface Surface = new(ProblemDetails.WriteAsync, "no-store");

    /// <summary>Maps the routes below the prefix of a group.</summary>
    internal static void Map(IEndpointRouteBuilder group)
    {
        var routes = new GuardedRoutes(group, Surface);
        routes.Map("api/services", ServiceQueries.ListServicesAsync);
        routes.Map("api/operations", ServiceQueries.ListOperationsAsync);
        routes.Map("api/attributes", CompletionQueries.ListKeysAsync);
        routes.Map("api/attributes/{key}/values", CompletionQueries.ListValuesAsync);
        routes.Map("api/traces", SearchQueries.SearchAsync);
        routes.Map("api/traces/{id}", TraceQueries.GetTraceAsync);
        routes.Map("api/traces/{id}/spans/{key}", TraceQueries.GetSpanAsync);
        routes.Map("api/traces/{id}/outline", TraceQueries.GetOutlineAsync);

        routes.Map("api/metrics", StatusQueries.GetMetricsAsync);
        routes.Map("api/openapi.json", OpenApiDocument.WriteAsync);

        // Probes carry no credentials.
        new GuardedRoutes(group, Surface with { IsOpen = true }).Map("api/health", StatusQueries.GetHealthAsync).AllowAnonymous();

        // Only where nothing else matches: a mistyped address gets a sentence like every other refusal.
        routes.Map("api/{**path}", static _ => Task.FromResult<Refusal?>(
            Refusal.NotFound("There is no such address in Lumen's API; api/openapi.json lists all there are.")));
    }
}
