namespace Lumen.Otlp;

/// <summary>
/// The messages of OTLP's trace signal as data, from which the JSON reader and the JSON writer work (opentelemetry-proto 1.11).
/// </summary>
internal static class OtlpSchema
{
    internal static readonly OtlpMessage AnyValue = new(() =>
    [
        Alternative(OtlpFields.AnyValue.String, "stringValue", OtlpFieldKind.Text),
        Alternative(OtlpFields.AnyValue.Bool, "boolValue", OtlpFieldKind.Bool),
        Alternative(OtlpFields.AnyValue.Int, "intValue", OtlpFieldKind.Int64),
        Alternative(OtlpFields.AnyValue.Double, "doubleValue", OtlpFieldKind.Double),
        new(OtlpFields.AnyValue.Array, "arrayValue", OtlpFieldKind.Message) { Message = ArrayValue, IsAlternative = true, IsNested = true },
        new(OtlpFields.AnyValue.KeyValueList, "kvlistValue", OtlpFieldKind.Message)
        {
            Message = KeyValueList, IsAlternative = true, IsNested = true,
        },
        Alternative(OtlpFields.AnyValue.Bytes, "bytesValue", OtlpFieldKind.Bytes),
    ]);

    internal static readonly OtlpMessage KeyValue = new(() =>
    [
        new(OtlpFields.KeyValue.Key, "key", OtlpFieldKind.Text),
        new(OtlpFields.KeyValue.Value, "value", OtlpFieldKind.Message) { Message = AnyValue },
    ]);

    internal static readonly OtlpMessage ArrayValue = new(() => [Repeated(OtlpFields.ListValues, "values", AnyValue)]);

    internal static readonly OtlpMessage KeyValueList = new(() => [Repeated(OtlpFields.ListValues, "values", KeyValue)]);

    internal static readonly OtlpMessage Resource = new(() =>
    [
        Repeated(OtlpFields.Resource.Attributes, "attributes", KeyValue),
        Count(OtlpFields.Resource.DroppedAttributesCount, "droppedAttributesCount"),
    ]);

    internal static readonly OtlpMessage Scope = new(() =>
    [
        new(OtlpFields.Scope.Name, "name", OtlpFieldKind.Text),
        new(OtlpFields.Scope.Version, "version", OtlpFieldKind.Text),
        Repeated(OtlpFields.Scope.Attributes, "attributes", KeyValue),
        Count(OtlpFields.Scope.DroppedAttributesCount, "droppedAttributesCount"),
    ]);

    internal static readonly OtlpMessage Event = new(() =>
    [
        new(OtlpFields.Event.TimeUnixNano, "timeUnixNano", OtlpFieldKind.Fixed64),
        new(OtlpFields.Event.Name, "name", OtlpFieldKind.Text),
        Repeated(OtlpFields.Event.Attributes, "attributes", KeyValue),
        Count(OtlpFields.Event.DroppedAttributesCount, "droppedAttributesCount"),
    ]);

    internal static readonly OtlpMessage Link = new(() =>
    [
        new(OtlpFields.Link.TraceId, "traceId", OtlpFieldKind.Id),
        new(OtlpFields.Link.SpanId, "spanId", OtlpFieldKind.Id),
        new(OtlpFields.Link.TraceState, "traceState", OtlpFieldKind.Text),
        Repeated(OtlpFields.Link.Attributes, "attributes", KeyValue),
        Count(OtlpFields.Link.DroppedAttributesCount, "droppedAttributesCount"),
        new(OtlpFields.Link.Flags, "flags", OtlpFieldKind.Fixed32),
    ]);

    internal static readonly OtlpMessage Status = new(() =>
    [
        new(OtlpFields.Status.Message, "message", OtlpFieldKind.Text),
        new(OtlpFields.Status.Code, "code", OtlpFieldKind.Enum)
        {
            EnumValues = new Dictionary<string, int> { ["STATUS_CODE_UNSET"] = 0, ["STATUS_CODE_OK"] = 1, ["STATUS_CODE_ERROR"] = 2 },
        },
    ]);

    internal static readonly OtlpMessage Span = new(() =>
    [
        new(OtlpFields.Span.TraceId, "traceId", OtlpFieldKind.Id),
        new(OtlpFields.Span.SpanId, "spanId", OtlpFieldKind.Id),
        new(OtlpFields.Span.TraceState, "traceState", OtlpFieldKind.Text),
        new(OtlpFields.Span.ParentSpanId, "parentSpanId", OtlpFieldKind.Id),
        new(OtlpFields.Span.Flags, "flags", OtlpFieldKind.Fixed32),
        new(OtlpFields.Span.Name, "name", OtlpFieldKind.Text),
        new(OtlpFields.Span.Kind, "kind", OtlpFieldKind.Enum)
        {
            EnumValues = new Dictionary<string, int>
            {
                ["SPAN_KIND_UNSPECIFIED"] = 0, ["SPAN_KIND_INTERNAL"] = 1, ["SPAN_KIND_SERVER"] = 2,
                ["SPAN_KIND_CLIENT"] = 3, ["SPAN_KIND_PRODUCER"] = 4, ["SPAN_KIND_CONSUMER"] = 5,
            },
        },
        new(OtlpFields.Span.StartTimeUnixNano, "startTimeUnixNano", OtlpFieldKind.Fixed64),
        new(OtlpFields.Span.EndTimeUnixNano, "endTimeUnixNano", OtlpFieldKind.Fixed64),
        Repeated(OtlpFields.Span.Attributes, "attributes", KeyValue),
        Count(OtlpFields.Span.DroppedAttributesCount, "droppedAttributesCount"),
        Repeated(OtlpFields.Span.Events, "events", Event),
        Count(OtlpFields.Span.DroppedEventsCount, "droppedEventsCount"),
        Repeated(OtlpFields.Span.Links, "links", Link),
        Count(OtlpFields.Span.DroppedLinksCount, "droppedLinksCount"),
        new(OtlpFields.Span.Status, "status", OtlpFieldKind.Message) { Message = Status },
    ]);

    internal static readonly OtlpMessage ScopeSpans = new(() =>
    [
        new(OtlpFields.ScopeSpans.Scope, "scope", OtlpFieldKind.Message) { Message = Scope },
        Repeated(OtlpFields.ScopeSpans.Spans, "spans", Span),
        new(OtlpFields.ScopeSpans.SchemaUrl, "schemaUrl", OtlpFieldKind.Text),
    ]);

    internal static readonly OtlpMessage ResourceSpans = new(() =>
    [
        new(OtlpFields.ResourceSpans.Resource, "resource", OtlpFieldKind.Message) { Message = Resource },
        Repeated(OtlpFields.ResourceSpans.ScopeSpans, "scopeSpans", ScopeSpans),
        new(OtlpFields.ResourceSpans.SchemaUrl, "schemaUrl", OtlpFieldKind.Text),
    ]);

    internal static readonly OtlpMessage Request = new(() => [Repeated(OtlpFields.Request.ResourceSpans, "resourceSpans", ResourceSpans)]);

    private static OtlpField Alternative(int number, string name, OtlpFieldKind kind) => new(number, name, kind) { IsAlternative = true };

    private static OtlpField Repeated(int number, string name, OtlpMessage message) =>
        new(number, name, OtlpFieldKind.Message) { Message = message, IsRepeated = true };

    private static OtlpField Count(int number, string name) => new(number, name, OtlpFieldKind.UInt32);
}
