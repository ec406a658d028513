using Lumen.Ingestion;
using Microsoft.AspNetCore.Http;

namespace Lumen.AspNetCore.Otlp;

/// <summary><c>POST v1/traces</c>: OTLP/HTTP in protobuf and JSON. Thread-safe.</summary>
/// <param name="receiver">Takes the body.</param>
/// <param name="access">Says who may send.</param>
/// <param name="origins">Says which web pages may send.</param>
internal sealed class HttpTraceEndpoint(OtlpReceiver receiver, IngestionAccess access, AllowedOrigins origins)
{
    /// <summary>Where the route is, behind whatever base an address has.</summary>
    public const string Path = "/v1/traces";

    /// <summary>Answers a request.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        if (origins.TryAnswer(context))
        {
            return;
        }

        var format = OtlpMediaType.Parse(context.Request.ContentType);
        try
        {
            if (await JudgeAsync(context, format) is { } refusal)
            {
                await refusal.WriteAsync(context.Response, format);
            }
            else
            {
                await ReceiveAsync(context, format.GetValueOrDefault());
            }
        }
        catch (BadHttpRequestException exception) when (!context.Response.HasStarted)
        {
            // The server itself gave the body up: it came too slowly, or its chunks are broken.
            var refusal = new HttpRefusal(exception.StatusCode, RpcCode.InvalidArgument, exception.Message);
            await refusal.WriteAsync(context.Response, format);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            // The sender has gone, or the outcome is not known: an answer that only ends would be taken for a success.
            context.Abort();
        }
    }

    private async Task ReceiveAsync(HttpContext context, OtlpFormat format)
    {
        HostBodyLimit.Lift(context);
        var compression = Compression(context.Request).GetValueOrDefault();
        var source = MessageSource.ToTheEnd(context.Request.BodyReader, context.Request.ContentLength, receiver.Limit);
        var answer = await receiver.ReceiveAsync(source, compression, format, context.RequestAborted);
        await HttpReply.WriteAsync(context.Response, answer, format);
    }

    private async ValueTask<HttpRefusal?> JudgeAsync(HttpContext context, OtlpFormat? format)
    {
        var response = context.Response;
        if (!HttpMethods.IsPost(context.Request.Method))
        {
            response.Headers.Allow = HttpMethods.Post;
            return new HttpRefusal(StatusCodes.Status405MethodNotAllowed, RpcCode.Unimplemented, "Traces are sent by POST.");
        }

        if (await access(context) is { } reason)
        {
            response.Headers.WWWAuthenticate = "Bearer";
            return new HttpRefusal(StatusCodes.Status401Unauthorized, RpcCode.Unauthenticated, reason);
        }

        if (format is null)
        {
            return HttpRefusal.MediaType($"The content type must be {OtlpMediaType.Protobuf} or {OtlpMediaType.Json}.");
        }

        if (Compression(context.Request) is null)
        {
            response.Headers.AcceptEncoding = "gzip";
            return HttpRefusal.MediaType("The content encoding must be gzip or identity.");
        }

        return null;
    }

    /// <summary>How a body is compressed; null for a way that Lumen does not know.</summary>
    internal static BodyCompression? Compression(HttpRequest request)
    {
        var encoding = request.Headers.ContentEncoding.ToString();
        return encoding.ToUpperInvariant() switch
        {
            "" or "IDENTITY" => BodyCompression.None,
            "GZIP" or "X-GZIP" => BodyCompression.Gzip,
            _ => null,
        };
    }
}
