using Lumen.AspNetCore.Routes;
using Microsoft.AspNetCore.Http;

namespace Lumen.AspNetCore.Query;

/// <summary>The description of the query API, which travels inside the assembly.</summary>
internal static class OpenApiDocument
{
    private const string ResourceName = "openapi.json";

    private static readonly Lazy<byte[]> Document = new(Load);

    internal static async Task<Refusal?> WriteAsync(HttpContext context)
    {
        context.Response.ContentType = "application/json; charset=utf-8";
        await context.Response.Body.WriteAsync(Document.Value, context.RequestAborted);
        return null;
    }

    private static byte[] Load()
    {
        using var stream = typeof(OpenApiDocument).Assembly.GetManifestResourceStream(ResourceName)!;
        var document = new byte[stream.Length];
        stream.ReadExactly(document);
        return document;
    }
}
