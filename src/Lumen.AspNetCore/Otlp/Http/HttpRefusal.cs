using Lumen.Ingestion;
using Microsoft.AspNetCore.Http;

namespace Lumen.AspNetCore.Otlp;

/// <summary>Why a request is answered without reading its body.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">The code in the body.</param>
/// <param name="Message">A sentence for a person.</param>
internal readonly record struct HttpRefusal(int Status, RpcCode Code, string Message)
{
    /// <summary>A media type or an encoding that Lumen does not take.</summary>
    public static HttpRefusal MediaType(string message) =>
        new(StatusCodes.Status415UnsupportedMediaType, RpcCode.InvalidArgument, message);

    /// <summary>Writes it in the request's own type; where nobody knows that type, in the one that people can read.</summary>
    public Task WriteAsync(HttpResponse response, OtlpFormat? format) =>
        HttpReply.WriteAsync(response, Status, new ExportAnswer(Code, Message), format ?? OtlpFormat.Json);
}
