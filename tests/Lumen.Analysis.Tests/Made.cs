namespace Lumen.Analysis.Tests;

/// <summary>Makes spans for examples.</summary>
internal static class Made
{
    internal static AnalysisSpan Span(ulong id, ulong parent, ulong start, ulong end, SpanKind kind = SpanKind.Internal) => new()
    {
        Id = new SpanId(id),
        ParentId = new SpanId(parent),
        Service = "service",
        Name = $"operation {id}",
        Kind = kind,
        StartUnixNano = start,
        EndUnixNano = end,
    };

    internal static SpanKey Key(ulong id, int number = 0) => new(new SpanId(id), number);

    /// <summary>The keys of the spans, in forest order.</summary>
    internal static IEnumerable<SpanKey> Keys(this TraceAnalysis analysis) => analysis.Spans.Select(span => span.Key);

    /// <summary>A row by its key.</summary>
    internal static AnalyzedSpan Row(this TraceAnalysis analysis, SpanKey key) => analysis.Spans[analysis.IndexOf(key)];
}
