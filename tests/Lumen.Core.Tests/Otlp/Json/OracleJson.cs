using System.Globalization;
using System.Text.Json.Nodes;
using Google.Protobuf;
using Lumen.TestKit.Oracle;
using ValueCase = Lumen.TestKit.Oracle.AnyValue.ValueOneofCase;

namespace Lumen.Core.Tests.Otlp.Json;

/// <summary>
/// OTLP/JSON of generated messages, written down from the specification a second time: what <c>OtlpJsonWriter</c> is compared with, and
/// what <c>OtlpJsonReader</c> is given. Defaults are left out.
/// </summary>
internal static class OracleJson
{
    internal static JsonObject Of(ExportRequest request) => Object(("resourceSpans", List(request.ResourceSpans, Of)));

    internal static JsonObject Of(TestKit.Oracle.Span span) => Object(
        ("traceId", Id(span.TraceId)),
        ("spanId", Id(span.SpanId)),
        ("traceState", Text(span.TraceState)),
        ("parentSpanId", Id(span.ParentSpanId)),
        ("flags", Number(span.Flags)),
        ("name", Text(span.Name)),
        ("kind", Number((int)span.Kind)),
        ("startTimeUnixNano", Long(span.StartTimeUnixNano)),
        ("endTimeUnixNano", Long(span.EndTimeUnixNano)),
        ("attributes", List(span.Attributes, Of)),
        ("droppedAttributesCount", Number(span.DroppedAttributesCount)),
        ("events", List(span.Events, Of)),
        ("droppedEventsCount", Number(span.DroppedEventsCount)),
        ("links", List(span.Links, Of)),
        ("droppedLinksCount", Number(span.DroppedLinksCount)),
        ("status", span.Status is { } status ? Object(("message", Text(status.Message)), ("code", Number((int)status.Code))) : null));

    private static JsonObject Of(ResourceSpans spans) => Object(
        ("resource", spans.Resource is { } resource ? Of(resource) : null),
        ("scopeSpans", List(spans.ScopeSpans, Of)),
        ("schemaUrl", Text(spans.SchemaUrl)));

    private static JsonObject Of(ScopeSpans spans) => Object(
        ("scope", spans.Scope is { } scope ? Of(scope) : null),
        ("spans", List(spans.Spans, Of)),
        ("schemaUrl", Text(spans.SchemaUrl)));

    private static JsonObject Of(TestKit.Oracle.Resource resource) => Object(
        ("attributes", List(resource.Attributes, Of)), ("droppedAttributesCount", Number(resource.DroppedAttributesCount)));

    private static JsonObject Of(InstrumentationScope scope) => Object(
        ("name", Text(scope.Name)),
        ("version", Text(scope.Version)),
        ("attributes", List(scope.Attributes, Of)),
        ("droppedAttributesCount", Number(scope.DroppedAttributesCount)));

    private static JsonObject Of(TestKit.Oracle.Span.Types.Event item) => Object(
        ("timeUnixNano", Long(item.TimeUnixNano)),
        ("name", Text(item.Name)),
        ("attributes", List(item.Attributes, Of)),
        ("droppedAttributesCount", Number(item.DroppedAttributesCount)));

    private static JsonObject Of(TestKit.Oracle.Span.Types.Link link) => Object(
        ("traceId", Id(link.TraceId)),
        ("spanId", Id(link.SpanId)),
        ("traceState", Text(link.TraceState)),
        ("attributes", List(link.Attributes, Of)),
        ("droppedAttributesCount", Number(link.DroppedAttributesCount)),
        ("flags", Number(link.Flags)));

    private static JsonObject Of(TestKit.Oracle.KeyValue attribute) =>
        Object(("key", Text(attribute.Key)), ("value", attribute.Value is { } value ? Of(value) : null));

    private static JsonObject Of(TestKit.Oracle.AnyValue value) => value.ValueCase switch
    {
        ValueCase.StringValue => new JsonObject { ["stringValue"] = value.StringValue },
        ValueCase.BoolValue => new JsonObject { ["boolValue"] = value.BoolValue },
        ValueCase.IntValue =>
            new JsonObject { ["intValue"] = value.IntValue.ToString(CultureInfo.InvariantCulture) },
        ValueCase.DoubleValue => new JsonObject { ["doubleValue"] = Double(value.DoubleValue) },
        ValueCase.ArrayValue =>
            new JsonObject { ["arrayValue"] = Object(("values", List(value.ArrayValue.Values, Of))) },
        ValueCase.KvlistValue =>
            new JsonObject { ["kvlistValue"] = Object(("values", List(value.KvlistValue.Values, Of))) },
        ValueCase.BytesValue => new JsonObject { ["bytesValue"] = value.BytesValue.ToBase64() },
        _ => [],
    };

    private static JsonNode? Double(double value) => value switch
    {
        double.NaN => "NaN",
        double.PositiveInfinity => "Infinity",
        double.NegativeInfinity => "-Infinity",
        _ => value,
    };

    private static JsonNode? Text(string text) => text.Length == 0 ? null : text;

    private static JsonNode? Id(ByteString id) => id.Length == 0 ? null : Convert.ToHexStringLower(id.Span);

    private static JsonNode? Number(long number) => number == 0 ? null : number;

    private static JsonNode? Long(ulong number) => number == 0 ? null : number.ToString(CultureInfo.InvariantCulture);

    private static JsonArray? List<T>(IReadOnlyCollection<T> items, Func<T, JsonObject> of) =>
        items.Count == 0 ? null : new JsonArray([.. items.Select(item => (JsonNode)of(item))]);

    private static JsonObject Object(params IEnumerable<(string Key, JsonNode? Value)> properties) =>
        new(properties.Where(property => property.Value is not null).Select(property => KeyValuePair.Create(property.Key, property.Value)));
}
