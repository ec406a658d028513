using System.Globalization;
using Lumen.Otlp;

namespace Lumen.AspNetCore.Otlp;

/// <summary>
/// <c>ExportTraceServiceResponse</c> in protobuf and in JSON: empty for a full success, else with its <c>partial_success</c>.
/// </summary>
internal static class ExportResponse
{
    public static byte[] ToProtobuf(ExportAnswer answer)
    {
        if (IsEmpty(answer))
        {
            return [];
        }

        using var writer = new ProtobufWriter();
        var partial = writer.BeginMessage(1);
        writer.WriteVarint(1, (ulong)answer.RejectedSpans);
        writer.WriteString(2, RpcStatusMessage.Shorten(answer.Message));
        writer.EndMessage(partial);
        return writer.ToArray();
    }

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
            json.WriteString("errorMessage", RpcStatusMessage.Shorten(answer.Message));
            json.WriteEndObject();
        });
    }

    // A message without rejected spans is a warning, and senders show it.
    private static bool IsEmpty(ExportAnswer answer) => answer.RejectedSpans == 0 && string.IsNullOrEmpty(answer.Message);
}
