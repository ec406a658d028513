using System.Text.Json;
using Lumen.Otlp;

namespace Lumen.Interchange;

/// <summary>
/// Writes tags as attributes, and the status that they stand for: <c>error</c> by Zipkin's convention, <c>otel.status_code</c> by
/// OpenTelemetry's ("OpenTelemetry to Zipkin Transformation").
/// </summary>
internal static class TagMessages
{
    private const ulong Ok = 1;
    private const ulong Error = 2;

    /// <summary>Writes all tags.</summary>
    /// <param name="writer">Where, inside a span.</param>
    /// <param name="json">A reader at the brace of the tags.</param>
    /// <param name="notes">Counts what is mended or left out.</param>
    internal static void Write(ProtobufWriter writer, Utf8JsonReader json, scoped ref ReadingNotes notes)
    {
        var code = 0UL;
        var message = default(RawText);
        while (JsonFields.NextMember(ref json, out var key))
        {
            if (json.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray or JsonTokenType.Null)
            {
                RawText.Read(ref json, ref notes);
                continue;
            }

            var value = RawText.Read(ref json, ref notes);
            SpanAttributes.Write(writer, key, value, ref notes);
            if (key.Is("error"u8) && !value.Is("false"u8))
            {
                code = Error;
                message = value.Is("true"u8) ? default : value;
            }
            else if (key.Is("otel.status_code"u8))
            {
                code = value.Is("ERROR"u8) ? Error : value.Is("OK"u8) ? Math.Max(code, Ok) : code;
            }
        }

        if (code != 0)
        {
            WriteStatus(writer, code, message, ref notes);
        }
    }

    private static void WriteStatus(ProtobufWriter writer, ulong code, RawText message, scoped ref ReadingNotes notes)
    {
        var status = writer.BeginMessage(OtlpFields.Span.Status);
        if (!message.IsEmpty)
        {
            message.Write(writer, OtlpFields.Status.Message, ref notes);
        }

        writer.WriteVarint(OtlpFields.Status.Code, code);
        writer.EndMessage(status);
    }
}
