using System.Globalization;
using Lumen.Ingestion;

namespace Lumen.AspNetCore.Otlp;

/// <summary>
/// <c>google.rpc.Status</c> with a <c>google.rpc.RetryInfo</c> where there is a delay, in protobuf and in JSON. Source:
/// google/rpc/status.proto, google/rpc/error_details.proto.
/// </summary>
internal static class RpcStatusMessage
{
    private const string RetryInfoType = "type.googleapis.com/google.rpc.RetryInfo";

    public static byte[] ToProtobuf(ExportAnswer answer) =>
        ExportMessages.EncodeStatus((int)answer.Code, answer.Message, answer.RetryDelay);

    public static byte[] ToJson(ExportAnswer answer) => JsonAnswers.Object(json =>
    {
        json.WriteNumber("code", (int)answer.Code);
        json.WriteString("message", ExportMessages.ShortenMessage(answer.Message));
        if (answer.RetryDelay is { } delay)
        {
            json.WriteStartArray("details");
            json.WriteStartObject();
            json.WriteString("@type", RetryInfoType);
            json.WriteString("retryDelay", string.Create(CultureInfo.InvariantCulture, $"{delay.TotalSeconds:0.###}s"));
            json.WriteEndObject();
            json.WriteEndArray();
        }
    });
}
