namespace Lumen.Analysis;

/// <summary>
/// One distinct span of an analysed trace. Rows are in forest order: every span is followed at once by its descendants, children in the
/// order of (start, id), trees in the order of <see cref="TraceAnalysis.Roots"/>.
/// </summary>
public readonly record struct AnalyzedSpan
{
    /// <summary>The identity of the span in this analysis.</summary>
    public required SpanKey Key { get; init; }

    /// <summary>The place of the span in the input; of several copies, the first.</summary>
    public required int Source { get; init; }

    /// <summary>The row of the parent, always before this one; -1 for a root.</summary>
    public required int Parent { get; init; }

    /// <summary>The number of ancestors; 0 for a root.</summary>
    public required int Depth { get; init; }

    /// <summary>The number of rows of the span and all its descendants: the next row outside the subtree is this many rows on.</summary>
    public required int SubtreeSize { get; init; }

    /// <summary>Whether the parent waits for the span (D3); <c>true</c> for a root.</summary>
    public required bool IsBlocking { get; init; }

    /// <summary>What is odd about the span.</summary>
    public required SpanFlags Flags { get; init; }

    /// <summary>The service, as given.</summary>
    public required string Service { get; init; }

    /// <summary>The name of the operation, as given.</summary>
    public required string Name { get; init; }

    /// <summary>The first nanosecond of the span.</summary>
    public required ulong StartUnixNano { get; init; }

    /// <summary>The nanosecond after the last one of the span, never before its start.</summary>
    public required ulong EndUnixNano { get; init; }

    /// <summary>Self time (D4): the part of the span during which none of the children it waits for ran, in nanoseconds.</summary>
    public required ulong SelfNanos { get; init; }

    /// <summary>The time the span holds the critical path of its own root (D7), in nanoseconds.</summary>
    public required ulong CriticalNanos { get; init; }

    /// <summary>The length of the span in nanoseconds.</summary>
    public ulong DurationNanos => EndUnixNano - StartUnixNano;
}
