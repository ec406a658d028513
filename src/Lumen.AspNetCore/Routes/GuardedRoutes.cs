using System.Globalization;
using Lumen.AspNetCore.Access;
using Lumen.Hosting;
using Lumen.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Lumen.AspNetCore.Routes;

/// <summary>
/// Maps routes with what every one of them needs around its own work: no tracing of Lumen itself, security headers, the method, the rule
/// of who may look, compression, and a refusal in the surface's own form for whatever goes wrong.
/// </summary>
internal sealed class GuardedRoutes(IEndpointRouteBuilder routes, RouteSurface surface)
{
    /// <summary>Maps a route for every method, so that a wrong one gets an answer that says which is right.</summary>
    internal IEndpointConventionBuilder Map(string pattern, RouteWork work) =>
        routes.Map(pattern, AnswerCompression.Around(context => AnswerAsync(context, work), routes.ServiceProvider));

    /// <summary>Maps a route for one method, beside others that answer the same address otherwise.</summary>
    internal IEndpointConventionBuilder Map(string pattern, string method, RouteWork work) =>
        routes.MapMethods(pattern, [method], AnswerCompression.Around(context => AnswerAsync(context, work), routes.ServiceProvider));

    private async Task AnswerAsync(HttpContext context, RouteWork work)
    {
        OwnTraffic.Silence(context);
        SecurityHeaders.Apply(context.Response, surface.CacheControl);
        try
        {
            var refusal = await AdmitAsync(context) ?? await work(context);
            if (refusal is not null)
            {
                await RefuseAsync(context, refusal);
            }
        }
        catch (StoreUnavailableException unavailable) when (!context.Response.HasStarted)
        {
            await RefuseAsync(context, new Refusal(StatusCodes.Status503ServiceUnavailable, unavailable.Message));
        }
        catch (ReadersBusyException busy) when (!context.Response.HasStarted)
        {
            await RefuseAsync(context, new Refusal(StatusCodes.Status503ServiceUnavailable, busy.Message) { RetryAfter = busy.RetryAfter });
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Whoever asked is gone: there is nobody to tell, and nothing is wrong.
            SetStatusOfAbandoned(context.Response);
        }
    }

    private async ValueTask<Refusal?> AdmitAsync(HttpContext context)
    {
        var method = context.Request.Method;
        if (!surface.Methods.Contains(method, StringComparer.OrdinalIgnoreCase))
        {
            var allowed = string.Join(", ", surface.Methods);
            context.Response.Headers.Allow = allowed;
            return new Refusal(StatusCodes.Status405MethodNotAllowed, $"This address answers {allowed}, not {method}.");
        }

        if (surface.IsOpen)
        {
            return null;
        }

        var verdict = await EndpointAccess.JudgeAsync(context, surface.Subject);
        return verdict.IsAllowed ? null : new Refusal(StatusCodes.Status403Forbidden, verdict.Refusal!);
    }

    private Task RefuseAsync(HttpContext context, Refusal refusal)
    {
        context.Response.StatusCode = refusal.Status;
        context.Response.Headers.CacheControl = "no-store";
        if (refusal.RetryAfter is { } delay)
        {
            context.Response.Headers.RetryAfter = Math.Ceiling(delay.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }

        return surface.Refuse(context, refusal);
    }

    private static void SetStatusOfAbandoned(HttpResponse response)
    {
        if (!response.HasStarted)
        {
            response.StatusCode = StatusCodes.Status499ClientClosedRequest;
        }
    }
}
