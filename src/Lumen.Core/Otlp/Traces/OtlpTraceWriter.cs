using System.Text.Json;

namespace Lumen.Otlp;

/// <summary>
/// Writes spans as OTLP's <c>TracesData</c> (the same on the wire as <c>ExportTraceServiceRequest</c>), grouped by resource and scope in
/// the order of their first spans. A span keeps its bytes, fields unknown to Lumen included. O(n) in the bytes. Thread-safe.
/// </summary>
public static class OtlpTraceWriter
{
    /// <summary>Writes protobuf.</summary>
    /// <param name="writer">Where to write.</param>
    /// <param name="spans">The spans, of one trace or of several.</param>
    public static void Write(ProtobufWriter writer, IEnumerable<Span> spans)
    {
        foreach (var resource in GroupByResource(spans))
        {
            var resourceMark = writer.BeginMessage(OtlpFields.Request.ResourceSpans);
            writer.WriteBytes(OtlpFields.ResourceSpans.Resource, resource.Key.Encoded.Span);
            foreach (var scope in GroupByScope(resource))
            {
                var scopeMark = writer.BeginMessage(OtlpFields.ResourceSpans.ScopeSpans);
                writer.WriteBytes(OtlpFields.ScopeSpans.Scope, scope.Key.Encoded.Span);
                foreach (var span in scope)
                {
                    writer.WriteBytes(OtlpFields.ScopeSpans.Spans, span.Encoded.Span);
                }

                WriteText(writer, OtlpFields.ScopeSpans.SchemaUrl, scope.Key.SchemaUrl);
                writer.EndMessage(scopeMark);
            }

            WriteText(writer, OtlpFields.ResourceSpans.SchemaUrl, resource.Key.SchemaUrl);
            writer.EndMessage(resourceMark);
        }
    }

    /// <summary>Writes OTLP/JSON: an object with the one property <c>resourceSpans</c>.</summary>
    /// <param name="json">Where to write.</param>
    /// <param name="spans">The spans, of one trace or of several.</param>
    public static void WriteJson(Utf8JsonWriter json, IEnumerable<Span> spans)
    {
        json.WriteStartObject();
        json.WriteStartArray("resourceSpans"u8);
        foreach (var _ in WriteJsonInParts(json, spans))
        {
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>
    /// Writes the elements of OTLP/JSON's <c>resourceSpans</c> into an array that is open, a span with each step of the enumeration, which
    /// is to be gone through once and to its end.
    /// </summary>
    /// <param name="json">Where to write; may be flushed between two steps.</param>
    /// <param name="spans">The spans, of one trace or of several.</param>
    /// <returns>With each step, how many bytes the writer holds that are not flushed.</returns>
    public static IEnumerable<int> WriteJsonInParts(Utf8JsonWriter json, IEnumerable<Span> spans)
    {
        foreach (var resource in GroupByResource(spans))
        {
            json.WriteStartObject();
            json.WritePropertyName("resource"u8);
            OtlpJsonWriter.WriteResource(json, resource.Key.Encoded.Span);
            json.WriteStartArray("scopeSpans"u8);
            foreach (var part in GroupByScope(resource).SelectMany(scope => WriteScopeSpans(json, scope)))
            {
                yield return part;
            }

            json.WriteEndArray();
            WriteText(json, resource.Key.SchemaUrl);
            json.WriteEndObject();
        }
    }

    private static IEnumerable<IGrouping<Resource, Span>> GroupByResource(IEnumerable<Span> spans) =>
        spans.GroupBy(span => span.Resource, SameResource.Comparer);

    private static IEnumerable<IGrouping<Scope, Span>> GroupByScope(IEnumerable<Span> spans) =>
        spans.GroupBy(span => span.Scope, SameScope.Comparer);

    private static IEnumerable<int> WriteScopeSpans(Utf8JsonWriter json, IGrouping<Scope, Span> scope)
    {
        json.WriteStartObject();
        json.WritePropertyName("scope"u8);
        OtlpJsonWriter.WriteScope(json, scope.Key.Encoded.Span);
        json.WriteStartArray("spans"u8);
        foreach (var span in scope)
        {
            OtlpJsonWriter.WriteSpan(json, span.Encoded.Span);
            yield return json.BytesPending;
        }

        json.WriteEndArray();
        WriteText(json, scope.Key.SchemaUrl);
        json.WriteEndObject();
    }

    private static void WriteText(ProtobufWriter writer, int field, string text)
    {
        if (text.Length > 0)
        {
            writer.WriteString(field, text);
        }
    }

    private static void WriteText(Utf8JsonWriter json, string schemaUrl)
    {
        if (schemaUrl.Length > 0)
        {
            json.WriteString("schemaUrl"u8, schemaUrl);
        }
    }
}
