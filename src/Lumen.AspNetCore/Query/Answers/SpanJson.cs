using System.Text.Json;
using Lumen.Analysis;
using Lumen.Otlp;

namespace Lumen.AspNetCore.Query.Answers;

/// <summary>One span with everything its sender said of it, and the pieces of such an answer.</summary>
internal static class SpanJson
{
    internal static void Write(Utf8JsonWriter json, Span span, SpanKey key)
    {
        json.WriteStartObject();
        json.WritePropertyName("span"u8);
        OtlpJsonWriter.WriteSpan(json, span.Encoded.Span);
        json.WritePropertyName("resource"u8);
        WriteResource(json, span.Resource);
        json.WritePropertyName("scope"u8);
        WriteScope(json, span.Scope);
        json.WriteString("key"u8, key.ToString());
        json.WriteString("service"u8, span.Service);
        json.WriteEndObject();
    }

    internal static void WriteResource(Utf8JsonWriter json, Resource resource)
    {
        json.WriteStartObject();
        OtlpJsonWriter.WriteResourceProperties(json, resource.Encoded.Span);
        WriteSchemaUrl(json, resource.SchemaUrl);
        json.WriteEndObject();
    }

    internal static void WriteScope(Utf8JsonWriter json, Scope scope)
    {
        json.WriteStartObject();
        OtlpJsonWriter.WriteScopeProperties(json, scope.Encoded.Span);
        WriteSchemaUrl(json, scope.SchemaUrl);
        json.WriteEndObject();
    }

    private static void WriteSchemaUrl(Utf8JsonWriter json, string schemaUrl)
    {
        if (schemaUrl.Length > 0)
        {
            json.WriteString("schemaUrl"u8, schemaUrl);
        }
    }
}
