using Microsoft.AspNetCore.Http;

namespace Lumen.AspNetCore.Routes;

/// <summary>
/// What a browser may do with an answer. Names and values in traces are written by whoever can send spans, so nothing in an answer may run
/// or load anything from elsewhere.
/// </summary>
internal static class SecurityHeaders
{
    internal const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; "
        + "base-uri 'self'; form-action 'none'; frame-ancestors 'none'";

    internal static void Apply(HttpResponse response, string cacheControl)
    {
        var headers = response.Headers;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = cacheControl;
    }
}
