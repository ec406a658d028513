using System.Globalization;
using System.Text;
using Lumen.Ingestion;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Lumen.AspNetCore.Otlp;

/// <summary>Writes the answer of a gRPC call. Source: gRPC over HTTP/2, "Responses".</summary>
internal static class GrpcReply
{
    /// <summary>The media type of requests and answers.</summary>
    public const string ContentType = "application/grpc";

    /// <summary>Writes a success, its message, and the status behind it.</summary>
    public static async Task WriteAsync(HttpResponse response, ExportAnswer answer)
    {
        response.ContentType = ContentType;
        if (answer.Code == RpcCode.Ok)
        {
            GrpcFrame.Write(response.BodyWriter, ExportResponse.ToProtobuf(answer));
            response.AppendTrailer("grpc-status", "0");
            return;
        }

        var fields = response.Headers;
        if (!ExportMessages.MustAnswerInHeaders(response.HttpContext.Request.Headers.UserAgent))
        {
            // The .NET exporter reads RetryInfo only from trailers that are not in one frame with the headers, so the headers leave first.
            await response.StartAsync();
            fields = response.HttpContext.Features.GetRequiredFeature<IHttpResponseTrailersFeature>().Trailers;
        }

        fields["grpc-status"] = ((int)answer.Code).ToString(CultureInfo.InvariantCulture);
        fields["grpc-message"] = Escape(ExportMessages.ShortenMessage(answer.Message));
        if (answer.RetryDelay is not null)
        {
            // With padding: the .NET client reads no other base64.
            fields["grpc-status-details-bin"] = Convert.ToBase64String(RpcStatusMessage.ToProtobuf(answer));
        }
    }

    /// <summary>Percent-encodes what a header must not hold. Source: gRPC over HTTP/2, "Percent-Encoded".</summary>
    public static string Escape(string message)
    {
        var escaped = new StringBuilder(message.Length);
        foreach (var octet in Encoding.UTF8.GetBytes(message))
        {
            if (octet is >= 0x20 and <= 0x7E and not (byte)'%')
            {
                escaped.Append((char)octet);
            }
            else
            {
                escaped.Append(CultureInfo.InvariantCulture, $"%{octet:X2}");
            }
        }

        return escaped.ToString();
    }
}
