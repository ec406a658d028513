namespace Lumen;

/// <summary>Something that happened at a moment of a span, OTLP's <c>Span.Event</c>.</summary>
/// <param name="TimeUnixNano">Nanoseconds since the Unix epoch; may lie outside the span.</param>
/// <param name="Name">What happened; may be empty.</param>
/// <param name="Attributes">Its attributes in their order.</param>
/// <param name="DroppedAttributesCount">How many attributes were left out before they reached the store.</param>
public sealed record SpanEvent(ulong TimeUnixNano, string Name, IReadOnlyList<KeyValue> Attributes, uint DroppedAttributesCount);
