namespace Lumen.Analysis;

/// <summary>A stretch of a critical path during which one span alone decided how long the trace takes. Never empty.</summary>
/// <param name="Row">The span, as its place in <see cref="TraceAnalysis.Spans"/>.</param>
/// <param name="StartUnixNano">The first nanosecond.</param>
/// <param name="EndUnixNano">The nanosecond after the last one; the next section of the path starts here.</param>
public readonly record struct PathSection(int Row, ulong StartUnixNano, ulong EndUnixNano)
{
    /// <summary>The length in nanoseconds.</summary>
    public ulong DurationNanos => EndUnixNano - StartUnixNano;
}
