using System.Globalization;
using Lumen.Ingestion;
using Microsoft.AspNetCore.Http;

namespace Lumen.AspNetCore.Otlp;

/// <summary>Writes the answer of an OTLP/HTTP request. Source: OTLP specification, "OTLP/HTTP Response".</summary>
internal static class HttpReply
{
    /// <summary>Writes an answer with the HTTP status that its code stands for.</summary>
    public static Task WriteAsync(HttpResponse response, ExportAnswer answer, OtlpFormat format) =>
        WriteAsync(response, StatusOf(answer.Code), answer, format);

    /// <summary>Writes an answer with a status of the caller's choice.</summary>
    public static async Task WriteAsync(HttpResponse response, int status, ExportAnswer answer, OtlpFormat format)
    {
        response.StatusCode = status;
        response.ContentType = format == OtlpFormat.Json ? OtlpMediaType.Json : OtlpMediaType.Protobuf;
        AskForDelay(response, answer);
        var body = Encode(answer, format);
        response.ContentLength = body.Length;
        await response.BodyWriter.WriteAsync(body);
    }

    /// <summary>Says when to try again, where that helps.</summary>
    internal static void AskForDelay(HttpResponse response, ExportAnswer answer)
    {
        if (answer.RetryDelay is { } delay)
        {
            response.Headers.RetryAfter = Math.Ceiling(delay.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }
    }

    private static byte[] Encode(ExportAnswer answer, OtlpFormat format) => (answer.Code, format) switch
    {
        (RpcCode.Ok, OtlpFormat.Json) => ExportResponse.ToJson(answer),
        (RpcCode.Ok, _) => ExportResponse.ToProtobuf(answer),
        (_, OtlpFormat.Json) => RpcStatusMessage.ToJson(answer),
        _ => RpcStatusMessage.ToProtobuf(answer),
    };

    /// <summary>The HTTP status that a code stands for.</summary>
    internal static int StatusOf(RpcCode code) => code switch
    {
        RpcCode.Ok => StatusCodes.Status200OK,
        RpcCode.InvalidArgument => StatusCodes.Status400BadRequest,
        RpcCode.Unauthenticated => StatusCodes.Status401Unauthorized,
        RpcCode.NotFound => StatusCodes.Status404NotFound,
        RpcCode.ResourceExhausted => StatusCodes.Status413PayloadTooLarge,
        RpcCode.Unavailable => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status500InternalServerError,
    };
}
