namespace Lumen.Analysis;

/// <summary>A reference from one span to another, in the same or in another trace.</summary>
/// <param name="TraceId">The trace of the span referred to.</param>
/// <param name="SpanId">The span referred to.</param>
public readonly record struct AnalysisLink(TraceId TraceId, SpanId SpanId);
