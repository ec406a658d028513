using Lumen.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Lumen.AspNetCore.Otlp;

/// <summary>
/// The web pages of other origins that may send spans: the server's side of CORS (the Fetch standard, "HTTP CORS protocol"). Credentials
/// are never asked for. Thread-safe.
/// </summary>
internal sealed class AllowedOrigins(LumenOptions options)
{
    /// <summary>How long a browser may remember an answer; more than two hours none does.</summary>
    private const string MaxAgeSeconds = "7200";

    private readonly OriginPattern[] _patterns = [.. options.CorsOrigins.Select(OriginPattern.Parse).OfType<OriginPattern>()];

    /// <summary>
    /// Says in the headers of the answer, whatever it will be, that the page of an allowed origin may read it, and answers the question
    /// that a browser asks beforehand. To be called before anything is refused: that question carries no key.
    /// </summary>
    /// <returns>Whether the request was that question, and is answered.</returns>
    internal bool TryAnswer(HttpContext context)
    {
        if (_patterns.Length == 0)
        {
            return false;
        }

        var (request, headers) = (context.Request, context.Response.Headers);
        headers.Append(HeaderNames.Vary, HeaderNames.Origin);
        var origin = (string?)request.Headers.Origin;
        if (string.IsNullOrEmpty(origin) || !Array.Exists(_patterns, pattern => pattern.Matches(origin)))
        {
            return false;
        }

        headers.AccessControlAllowOrigin = origin;
        headers.AccessControlExposeHeaders = HeaderNames.RetryAfter;
        if (!HttpMethods.IsOptions(request.Method) || StringValues.IsNullOrEmpty(request.Headers.AccessControlRequestMethod))
        {
            return false;
        }

        headers.AccessControlAllowMethods = HttpMethods.Post;
        headers.AccessControlAllowHeaders = request.Headers.AccessControlRequestHeaders;
        headers.AccessControlMaxAge = MaxAgeSeconds;
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return true;
    }
}
