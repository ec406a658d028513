using System.Text.Json;
using Lumen.Otlp;

namespace Lumen.AspNetCore.Routes;

/// <summary>
/// The spans of a trace as the elements of OTLP/JSON's <c>resourceSpans</c>, grouped by resource and scope in the order of their first
/// spans: in chunks, so that a trace of any size passes through.
/// </summary>
internal static class ResourceSpansJson
{
    /// <summary>Writes the elements of the array that is open.</summary>
    internal static async ValueTask WriteAsync(JsonAnswer answer, Trace trace)
    {
        var json = answer.Writer;
        foreach (var resource in trace.Spans.GroupBy(span => span.Resource, SameResource.Comparer))
        {
            json.WriteStartObject();
            json.WritePropertyName("resource"u8);
            OtlpJsonWriter.WriteResource(json, resource.Key.Encoded.Span);
            json.WriteStartArray("scopeSpans"u8);
            foreach (var scope in resource.GroupBy(span => span.Scope, SameScope.Comparer))
            {
                await WriteScopeAsync(answer, scope);
            }

            json.WriteEndArray();
            WriteSchemaUrl(json, resource.Key.SchemaUrl);
            json.WriteEndObject();
        }
    }

    private static async ValueTask WriteScopeAsync(JsonAnswer answer, IGrouping<Scope, Span> scope)
    {
        var json = answer.Writer;
        json.WriteStartObject();
        json.WritePropertyName("scope"u8);
        OtlpJsonWriter.WriteScope(json, scope.Key.Encoded.Span);
        json.WriteStartArray("spans"u8);
        foreach (var span in scope)
        {
            OtlpJsonWriter.WriteSpan(json, span.Encoded.Span);
            await answer.OfferChunkAsync();
        }

        json.WriteEndArray();
        WriteSchemaUrl(json, scope.Key.SchemaUrl);
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
