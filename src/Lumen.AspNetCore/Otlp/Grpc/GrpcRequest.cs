using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Lumen.AspNetCore.Otlp;

/// <summary>What the headers of a gRPC call say.</summary>
internal static class GrpcRequest
{
    /// <summary>Whether a request is a gRPC call in protobuf.</summary>
    /// <param name="context">The request.</param>
    /// <param name="refusal">If not: the HTTP status that says why.</param>
    public static bool IsCall(HttpContext context, out int refusal)
    {
        refusal = context.Request switch
        {
            { } request when !HttpProtocol.IsHttp2(request.Protocol) && !HttpProtocol.IsHttp3(request.Protocol) =>
                StatusCodes.Status426UpgradeRequired,
            { } request when !HttpMethods.IsPost(request.Method) => RefuseMethod(context.Response),
            { } request when !IsProtobuf(request.ContentType) => StatusCodes.Status415UnsupportedMediaType,
            _ => 0,
        };
        return refusal == 0;
    }

    /// <summary>How the compressed messages of a call are compressed; null for a way that Lumen does not know.</summary>
    /// <param name="encoding">The header <c>grpc-encoding</c>, or null.</param>
    public static BodyCompression? Compression(string? encoding) => encoding switch
    {
        null or "" or "identity" => BodyCompression.None,
        "gzip" => BodyCompression.Gzip,
        _ => null,
    };

    /// <summary>Whether a content type is one of gRPC's own, whatever its message format.</summary>
    public static bool IsGrpc(string? contentType) =>
        contentType is not null
        && contentType.StartsWith(GrpcReply.ContentType, StringComparison.OrdinalIgnoreCase)
        && (contentType.Length == GrpcReply.ContentType.Length || contentType[GrpcReply.ContentType.Length] is '+' or ';' or ' ');

    private static bool IsProtobuf(string? contentType)
    {
        if (!IsGrpc(contentType))
        {
            return false;
        }

        const string Suffix = "+proto";
        var format = contentType.AsSpan(GrpcReply.ContentType.Length);
        return !format.StartsWith('+')
            || (format.StartsWith(Suffix, StringComparison.OrdinalIgnoreCase)
                && (format.Length == Suffix.Length || format[Suffix.Length] is ';' or ' '));
    }

    private static int RefuseMethod(HttpResponse response)
    {
        response.Headers.Allow = HttpMethods.Post;
        return StatusCodes.Status405MethodNotAllowed;
    }
}
