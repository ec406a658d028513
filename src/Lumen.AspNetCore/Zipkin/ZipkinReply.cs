using System.Text;
using Lumen.AspNetCore.Otlp;
using Lumen.Ingestion;
using Microsoft.AspNetCore.Http;

namespace Lumen.AspNetCore.Zipkin;

/// <summary>Writes the answer of a Zipkin request: 202 without a body, and a sentence where there is something to say.</summary>
internal static class ZipkinReply
{
    internal static int StatusOf(RpcCode code) => code == RpcCode.Ok ? StatusCodes.Status202Accepted : HttpReply.StatusOf(code);

    internal static async Task WriteAsync(HttpResponse response, int status, ExportAnswer answer)
    {
        response.StatusCode = status;
        HttpReply.AskForDelay(response, answer);
        var body = Encoding.UTF8.GetBytes(ExportMessages.ShortenMessage(answer.Message));
        response.ContentLength = body.Length;
        if (body.Length > 0)
        {
            // Names in it are the sender's own: nothing that a browser runs.
            response.ContentType = "text/plain; charset=utf-8";
            response.Headers.XContentTypeOptions = "nosniff";
            await response.BodyWriter.WriteAsync(body);
        }
    }
}
