using System.Text.Json;
using Lumen.AspNetCore.Query.Parameters;
using Lumen.AspNetCore.Routes;
using Lumen.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace Lumen.AspNetCore.Jaeger;

/// <summary>
/// A search from wherever it stands: the address, or the JSON body of a POST (<c>{"query":{"serviceName":...}}</c>), whose properties are
/// the parameters of the address under their own names.
/// </summary>
internal static class JaegerSearchBody
{
    /// <summary>Far beyond any search.</summary>
    private const int MaxBytes = 64 * 1024;

    internal static async ValueTask<(TraceQuery? Query, Refusal? Refusal)> ReadAsync(HttpContext context)
    {
        if (!HttpMethods.IsPost(context.Request.Method))
        {
            return JaegerSearch.Read(context.Request.Query);
        }

        if (!context.Request.HasJsonContentType())
        {
            return (null, new Refusal(StatusCodes.Status415UnsupportedMediaType, "Post the search as application/json, or ask with GET."));
        }

        LimitBody(context);
        try
        {
            using var body = await JsonDocument.ParseAsync(context.Request.Body, default, context.RequestAborted);
            return body.RootElement.ValueKind == JsonValueKind.Object
                && body.RootElement.TryGetProperty("query", out var query) && query.ValueKind == JsonValueKind.Object
                ? JaegerSearch.Read(AsParameters(query))
                : (null, Refusal.BadRequest("The body has no object 'query'; post {\"query\":{\"serviceName\":...}}."));
        }
        catch (JsonException)
        {
            return (null, Refusal.BadRequest("The body is not JSON; post {\"query\":{\"serviceName\":...}}."));
        }
        catch (BadHttpRequestException tooLarge)
        {
            return (null, new Refusal(tooLarge.StatusCode, $"The body could not be read: at most {MaxBytes} bytes are taken."));
        }
    }

    private static void LimitBody(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = MaxBytes;
        }
    }

    private static QueryCollection AsParameters(JsonElement query)
    {
        var parameters = new Dictionary<string, StringValues>(StringComparer.OrdinalIgnoreCase);
        foreach (var property in query.EnumerateObject())
        {
            // Numbers, flags and nested objects keep their JSON text, which is how an address writes them too.
            parameters[$"query.{property.Name}"] = property.Value.ValueKind switch
            {
                JsonValueKind.String => property.Value.GetString(),
                JsonValueKind.Null => null,
                _ => property.Value.GetRawText(),
            };
        }

        return new QueryCollection(parameters);
    }
}
