using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Lumen.AspNetCore.Capture;

/// <summary>A server's span by OpenTelemetry's semantic conventions for HTTP 1.23 and later: name, attributes and status.</summary>
internal static class RequestDescription
{
    internal static void Describe(Activity activity, HttpContext context)
    {
        var request = context.Request;
        var status = context.Response.StatusCode;
        var method = Known(request.Method);
        var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText;
        if (activity.DisplayName == activity.OperationName)
        {
            activity.DisplayName = route is null ? method : $"{method} {route}";
        }

        Add(activity, "http.request.method", method);
        Add(activity, "url.scheme", request.Scheme);
        Add(activity, "url.path", $"{request.PathBase}{request.Path}");
        Add(activity, "server.address", request.Host.Host);
        Add(activity, "server.port", request.Host.Port);
        Add(activity, "user_agent.original", (string?)request.Headers.UserAgent);
        Add(activity, "network.protocol.version", request.Protocol.Split('/')[^1]);
        Add(activity, "http.route", route);
        Add(activity, "http.response.status_code", status);
        if (status >= StatusCodes.Status500InternalServerError && activity.Status == ActivityStatusCode.Unset)
        {
            activity.SetStatus(ActivityStatusCode.Error);
        }
    }

    /// <summary>A method that nobody knows would make a span name of the caller's choice.</summary>
    private static string Known(string method) =>
        HttpMethods.IsGet(method) || HttpMethods.IsPost(method) || HttpMethods.IsPut(method) || HttpMethods.IsDelete(method)
        || HttpMethods.IsHead(method) || HttpMethods.IsPatch(method) || HttpMethods.IsOptions(method)
        || HttpMethods.IsConnect(method) || HttpMethods.IsTrace(method)
            ? method
            : "HTTP";

    private static void Add(Activity activity, string key, object? value)
    {
        if (value is not null and not "" && activity.GetTagItem(key) is null)
        {
            activity.SetTag(key, value);
        }
    }
}
