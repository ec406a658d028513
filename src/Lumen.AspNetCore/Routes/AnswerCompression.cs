using System.IO.Compression;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.Options;

namespace Lumen.AspNetCore.Routes;

/// <summary>
/// ASP.NET Core's own response compression around Lumen's routes alone, whether or not the host compresses; an answer that is encoded
/// already is left alone by the host's.
/// </summary>
/// <remarks>
/// Also under TLS: the answers hold no secret of the session (no token, no cookie's value) that a chosen text beside it could reveal.
/// </remarks>
internal static class AnswerCompression
{
    private static readonly string[] CompressedTypes =
    [
        "application/json", "application/problem+json", "text/html", "text/css", "text/javascript", "image/svg+xml",
    ];

    internal static RequestDelegate Around(RequestDelegate next, IServiceProvider services)
    {
        // Fastest: the reader waits while it runs, and traces shrink to a tenth even so.
        var brotli = new BrotliCompressionProviderOptions { Level = CompressionLevel.Fastest };
        var gzip = new GzipCompressionProviderOptions { Level = CompressionLevel.Fastest };
        var options = new ResponseCompressionOptions { EnableForHttps = true, MimeTypes = CompressedTypes };
        options.Providers.Add(new BrotliCompressionProvider(Options.Create(brotli)));
        options.Providers.Add(new GzipCompressionProvider(Options.Create(gzip)));
        return new ResponseCompressionMiddleware(next, new ResponseCompressionProvider(services, Options.Create(options))).Invoke;
    }
}
