using Lumen.AspNetCore.Otlp;
using Lumen.Ingestion;
using Microsoft.AspNetCore.Http;

namespace Lumen.AspNetCore.Zipkin;

/// <summary><c>POST api/v2/spans</c>: Zipkin v2 in JSON, answered as Zipkin answers. Thread-safe.</summary>
/// <param name="receiver">Takes the body.</param>
/// <param name="access">Says who may send.</param>
internal sealed class ZipkinSpansEndpoint(OtlpReceiver receiver, IngestionAccess access)
{
    /// <summary>Where the route is, behind whatever base an address has.</summary>
    public const string Path = "/api/v2/spans";

    /// <summary>Answers a request.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            if (await JudgeAsync(context) is { } refusal)
            {
                await ZipkinReply.WriteAsync(context.Response, refusal.Status, new ExportAnswer(refusal.Code, refusal.Message));
                return;
            }

            HostBodyLimit.Lift(context);
            var compression = HttpTraceEndpoint.Compression(context.Request).GetValueOrDefault();
            var source = MessageSource.ToTheEnd(context.Request.BodyReader, context.Request.ContentLength, receiver.Limit);
            var answer = await receiver.ReceiveAsync(source, compression, OtlpFormat.Json, context.RequestAborted);
            await ZipkinReply.WriteAsync(context.Response, ZipkinReply.StatusOf(answer.Code), answer);
        }
        catch (BadHttpRequestException exception) when (!context.Response.HasStarted)
        {
            // The server itself gave the body up: it came too slowly, or its chunks are broken.
            var answer = new ExportAnswer(RpcCode.InvalidArgument, exception.Message);
            await ZipkinReply.WriteAsync(context.Response, exception.StatusCode, answer);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            // The sender has gone, or the outcome is not known: an answer that only ends would be taken for a success.
            context.Abort();
        }
    }

    private async ValueTask<HttpRefusal?> JudgeAsync(HttpContext context)
    {
        var response = context.Response;
        if (!HttpMethods.IsPost(context.Request.Method))
        {
            response.Headers.Allow = HttpMethods.Post;
            return new HttpRefusal(StatusCodes.Status405MethodNotAllowed, RpcCode.Unimplemented, "Spans are sent by POST.");
        }

        if (await access(context) is { } reason)
        {
            response.Headers.WWWAuthenticate = "Bearer";
            return new HttpRefusal(StatusCodes.Status401Unauthorized, RpcCode.Unauthenticated, reason);
        }

        if (!string.IsNullOrEmpty(context.Request.ContentType) && OtlpMediaType.Parse(context.Request.ContentType) != OtlpFormat.Json)
        {
            return HttpRefusal.MediaType(
                $"Of Zipkin's formats Lumen takes version 2 in JSON: the content type must be {OtlpMediaType.Json}.");
        }

        if (HttpTraceEndpoint.Compression(context.Request) is null)
        {
            response.Headers.AcceptEncoding = "gzip";
            return HttpRefusal.MediaType("The content encoding must be gzip or identity.");
        }

        return null;
    }
}
