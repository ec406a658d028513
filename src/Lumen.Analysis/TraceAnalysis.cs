using System.Collections.Immutable;

namespace Lumen.Analysis;

/// <summary>
/// What the spans of one trace say about where its time went: the forest they form, self times, critical paths, the bottleneck, times by
/// service and operation, gaps, and whatever had to be repaired. Immutable and safe to share between threads.
/// </summary>
/// <remarks>
/// The definitions are D0 to D8 of the package's README. Times are nanoseconds, intervals are half-open.
/// </remarks>
public sealed class TraceAnalysis
{
    internal TraceAnalysis()
    {
    }

    /// <summary>The distinct spans, in forest order. The primary root is row 0.</summary>
    public required ImmutableArray<AnalyzedSpan> Spans { get; init; }

    /// <summary>
    /// The roots: those without a parent id before orphans and cut cycles, then by start, longer first, by id. The first is the primary.
    /// </summary>
    public required ImmutableArray<AnalyzedRoot> Roots { get; init; }

    /// <summary>The critical paths of all roots, one after the other in the order of <see cref="Roots"/>, each in ascending time.</summary>
    public required ImmutableArray<PathSection> Sections { get; init; }

    /// <summary>The row with the most time on the primary root's critical path (D7); -1 where that path is empty.</summary>
    public required int Bottleneck { get; init; }

    /// <summary>
    /// Times of the primary root's tree by service, most critical time first, then most self time, then by name.
    /// </summary>
    public required ImmutableArray<ServiceTime> Services { get; init; }

    /// <summary>
    /// Times of the primary root's tree by operation, most critical time first, then most self time, then by service and name.
    /// </summary>
    public required ImmutableArray<OperationTime> Operations { get; init; }

    /// <summary>
    /// The gaps of all spans, in ascending start, then in forest order, at least <see cref="MinimumGapNanos"/> long.
    /// </summary>
    public required ImmutableArray<SpanGap> Gaps { get; init; }

    /// <summary>
    /// The stretches between the first start and the last end of the trace in which no span was active, in ascending time, at least
    /// <see cref="MinimumGapNanos"/> long.
    /// </summary>
    public required ImmutableArray<TimeInterval> TraceGaps { get; init; }

    /// <summary>Every repair and every guess, in forest order.</summary>
    public required ImmutableArray<AnalysisDiagnostic> Diagnostics { get; init; }

    /// <summary>The length from which a gap is reported, in nanoseconds; at least 1.</summary>
    public required ulong MinimumGapNanos { get; init; }

    /// <summary>The critical path of the primary root, in ascending time; empty where there is no span or the root has no length.</summary>
    public ReadOnlyMemory<PathSection> CriticalPath => Roots.IsEmpty ? default : PathOf(Roots[0]);

    /// <summary>Analyses the spans of one trace.</summary>
    /// <param name="spans">The spans, in any order; the order has no influence but on <see cref="AnalyzedSpan.Source"/>.</param>
    /// <param name="options">The parameters; <see cref="AnalysisOptions.Default"/> unless given.</param>
    /// <returns>The analysis; nothing in it refers to <paramref name="spans"/> but the strings.</returns>
    /// <remarks>
    /// Takes O(n log n) time and O(n) memory whatever the spans look like, does not recurse and never throws because of the data.
    /// </remarks>
    public static TraceAnalysis Of(ReadOnlySpan<AnalysisSpan> spans, AnalysisOptions? options = null) =>
        AnalysisRun.Analyze(spans, options ?? AnalysisOptions.Default);

    /// <summary>The critical path of a root, in ascending time: a partition of the root's interval.</summary>
    /// <param name="root">One of <see cref="Roots"/>.</param>
    public ReadOnlyMemory<PathSection> PathOf(AnalyzedRoot root) => Sections.AsMemory().Slice(root.FirstSection, root.SectionCount);

    /// <summary>Finds a span by its key, in O(n).</summary>
    /// <param name="key">The key.</param>
    /// <returns>Its row, or -1.</returns>
    public int IndexOf(SpanKey key)
    {
        for (var row = 0; row < Spans.Length; row++)
        {
            if (Spans[row].Key == key)
            {
                return row;
            }
        }

        return -1;
    }
}
