using System.Globalization;
using System.Text.Encodings.Web;
using Lumen.AspNetCore.Routes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Lumen.AspNetCore.PageServing;

/// <summary>
/// A refusal for a person who opened the page in a browser: plain HTML that needs no file of the page, which is closed too.
/// </summary>
internal static class RefusalPage
{
    internal static Task WriteAsync(HttpContext context, Refusal refusal)
    {
        var title = string.Create(CultureInfo.InvariantCulture, $"{refusal.Status} {ReasonPhrases.GetReasonPhrase(refusal.Status)}");
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync(
            $"""
            <!doctype html>
            <html lang="en">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Lumen: {title}</title></head>
            <body>
            <h1>Lumen: {title}</h1>
            <p>{HtmlEncoder.Default.Encode(refusal.Detail)}</p>
            </body>
            </html>
            """,
            context.RequestAborted);
    }
}
