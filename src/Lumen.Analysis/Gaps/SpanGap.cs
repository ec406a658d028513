namespace Lumen.Analysis;

/// <summary>A stretch of a span with children during which none of the children it waits for ran (D8).</summary>
/// <param name="Row">The span, as its place in <see cref="TraceAnalysis.Spans"/>.</param>
/// <param name="Kind">Where in the span the gap lies.</param>
/// <param name="StartUnixNano">The first nanosecond.</param>
/// <param name="EndUnixNano">The nanosecond after the last one.</param>
/// <param name="Before">The row of the child that ends where the gap starts (the earliest started of several), or -1 if leading.</param>
/// <param name="After">The row of the child that starts where the gap ends (the first to end of several), or -1 if trailing.</param>
public readonly record struct SpanGap(int Row, GapKind Kind, ulong StartUnixNano, ulong EndUnixNano, int Before, int After)
{
    /// <summary>The length in nanoseconds.</summary>
    public ulong DurationNanos => EndUnixNano - StartUnixNano;
}
