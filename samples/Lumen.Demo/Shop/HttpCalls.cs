using System.Diagnostics;

namespace Lumen.Demo.Shop;

/// <summary>HTTP between the services: a client span here, a server span there, and the network between them.</summary>
internal static class HttpCalls
{
    private static readonly TimeSpan Network = TimeSpan.FromMilliseconds(2);

    /// <summary>Serves a request that came from <paramref name="caller"/>, or from a browser.</summary>
    /// <returns>The status code: 500 where <paramref name="work"/> failed.</returns>
    public static async Task<int> ServeAsync(
        this ShopService service, string method, string route, Func<Task<int>> work, ActivityContext caller = default)
    {
        using var span = service.Start($"{method} {route}", ActivityKind.Server, caller);
        span.SetTag("http.request.method", method)
            .SetTag("http.route", route)
            .SetTag("url.scheme", "https")
            .SetTag("url.path", route)
            .SetTag("server.address", $"{service.Name}.shop.internal");
        var status = await RunAsync(span, work);
        span.SetTag("http.response.status_code", status);
        if (status >= 500 && span.Status != ActivityStatusCode.Error)
        {
            span.SetStatus(ActivityStatusCode.Error).SetTag("error.type", $"{status}");
        }

        return status;
    }

    /// <summary>Calls another service and waits for its answer.</summary>
    /// <returns>The status code it answered.</returns>
    public static async Task<int> CallAsync(
        this ShopService service, ShopService other, string method, string route, Func<Task<int>> work)
    {
        using var span = service.Start(method, ActivityKind.Client);
        span.SetTag("http.request.method", method)
            .SetTag("url.full", $"https://{other.Name}.shop.internal{route}")
            .SetTag("server.address", $"{other.Name}.shop.internal")
            .SetTag("server.port", 443);
        await Task.Delay(Network);
        var status = await other.ServeAsync(method, route, work, AcrossTheWire(span));
        await Task.Delay(Network);
        span.SetTag("http.response.status_code", status);
        if (status >= 400)
        {
            span.SetStatus(ActivityStatusCode.Error).SetTag("error.type", $"{status}");
        }

        return status;
    }

    /// <summary>What the <c>traceparent</c> header carries: the other side knows that its parent is somewhere else.</summary>
    public static ActivityContext AcrossTheWire(Activity span) =>
        new(span.TraceId, span.SpanId, span.ActivityTraceFlags, span.TraceStateString, isRemote: true);

    private static async Task<int> RunAsync(Activity span, Func<Task<int>> work)
    {
        try
        {
            return await work();
        }
        catch (InvalidOperationException exception)
        {
            span.AddException(exception)
                .SetStatus(ActivityStatusCode.Error, exception.Message)
                .SetTag("error.type", exception.GetType().FullName);
            return 500;
        }
    }
}
