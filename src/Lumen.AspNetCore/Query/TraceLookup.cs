using Lumen.AspNetCore.Query.Parameters;
using Lumen.AspNetCore.Routes;
using Lumen.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Lumen.AspNetCore.Query;

/// <summary>A trace that an address names, or why there is none.</summary>
internal readonly record struct TraceLookup(Trace? Trace, Refusal? Refusal)
{
    /// <summary>
    /// Finds the trace that the route value <c>id</c> names, unless a parameter is refused. It counts as held until the request ends.
    /// </summary>
    internal static async ValueTask<TraceLookup> FindAsync(HttpContext context, QueryParameters parameters)
    {
        if (parameters.Problem is { } problem)
        {
            return new TraceLookup(null, Refusal.BadRequest(problem));
        }

        var text = context.Request.RouteValues["id"] as string;
        if (!TraceId.TryParse(text, null, out var id))
        {
            return new TraceLookup(null, Refusal.BadRequest("A trace id is 32 hexadecimal digits; correct it in the address."));
        }

        var reader = context.RequestServices.GetRequiredService<BoundedTraceReader>();
        if (await reader.FindReadableAsync(id, context.RequestAborted) is not { } held)
        {
            return new TraceLookup(null, Refusal.NotFound(
                $"No span of trace {id} is stored: it has not arrived yet, was not sampled by its sender, or is older than what is kept."));
        }

        context.Response.RegisterForDispose(held);
        return new TraceLookup(held.Trace, null);
    }
}
