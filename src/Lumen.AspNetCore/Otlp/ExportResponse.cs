using System.Globalization;
using Lumen.Ingestion;

namespace Lumen.AspNetCore.Otlp;

/// <summary>
/// <c>ExportTraceServiceResponse</c> in protobuf and in JSON: empty for a full success, else with its <c>partial_success</c>.
/// </summary>
internal static class ExportResponse
{
    public static byte[] ToProtobuf(ExportAnswer answer) => ExportMessages.EncodeResponse(answer.RejectedSpans, answer.Message);

    public static byte[] ToJson(ExportAnswer answer)
    {
        if (IsEmpty(answer))
        {
            return "{}"u8.ToArray();
        }

        return JsonAnswers.Object(json =>
        {
            json.WriteStartObject("partialSuccess");
            json.WriteString("rejectedSpans", answer.RejectedSpans.ToString(CultureInfo.InvariantCulture));
            json.WriteString("errorMessage", ExportMessages.ShortenMessage(answer.Message));
            json.WriteEndObject();
        });
    }

    // A message without rejected spans is a warning, and senders show it.
    private static bool IsEmpty(ExportAnswer answer) => answer.RejectedSpans == 0 && string.IsNullOrEmpty(answer.Message);
}
