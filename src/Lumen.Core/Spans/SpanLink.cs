namespace Lumen;

/// <summary>A reference to a span of this or another trace, OTLP's <c>Span.Link</c>. It is never a parent.</summary>
/// <param name="TraceId">The trace referred to.</param>
/// <param name="SpanId">The span referred to.</param>
/// <param name="TraceState">W3C trace state, as text.</param>
/// <param name="Attributes">Its attributes in their order.</param>
/// <param name="DroppedAttributesCount">How many attributes were left out before they reached the store.</param>
/// <param name="Flags">OTLP's 32 flag bits.</param>
public sealed record SpanLink(
    TraceId TraceId, SpanId SpanId, string TraceState, IReadOnlyList<KeyValue> Attributes, uint DroppedAttributesCount, uint Flags);
