namespace Lumen;

/// <summary>One line about a trace, as far as it is stored.</summary>
/// <param name="TraceId">The trace.</param>
/// <param name="RootService">
/// Service of the primary root (D2 of the analysis: parentless before orphan, earliest, longest, least id).
/// </param>
/// <param name="RootName">Operation of the primary root.</param>
/// <param name="StartUnixNano">Earliest start, nanoseconds since the Unix epoch.</param>
/// <param name="DurationNanos">Latest end minus earliest start, nanoseconds.</param>
/// <param name="SpanCount">How many distinct spans.</param>
/// <param name="ErrorCount">How many of them have status error.</param>
/// <param name="OrphanCount">How many of them name a parent that is not there.</param>
/// <param name="Services">The services, by name.</param>
public sealed record TraceSummary(
    TraceId TraceId,
    string RootService,
    string RootName,
    ulong StartUnixNano,
    ulong DurationNanos,
    int SpanCount,
    int ErrorCount,
    int OrphanCount,
    IReadOnlyList<ServiceCount> Services)
{
    /// <summary>Summarises a trace. O(n log n) in its spans.</summary>
    /// <param name="trace">A trace of at least one span.</param>
    /// <exception cref="ArgumentException">The trace has no span.</exception>
    public static TraceSummary Of(Trace trace) => Of(trace.Id, [.. trace.Spans.Select(SpanFacts.Of)]);

    /// <summary>Summarises a trace by the facts of its spans. O(n log n).</summary>
    /// <param name="id">The trace.</param>
    /// <param name="spans">At least one span, in any order, without copies.</param>
    /// <exception cref="ArgumentException">There is no span.</exception>
    public static TraceSummary Of(TraceId id, IReadOnlyList<SpanFacts> spans)
    {
        if (spans.Count == 0)
        {
            throw new ArgumentException("A trace without spans has no summary.", nameof(spans));
        }

        var ids = spans.Select(span => span.Id).ToHashSet();
        var root = spans.Aggregate((best, next) => ComparesBefore(next, best) ? next : best);
        var start = spans.Min(span => span.StartUnixNano);
        var end = spans.Max(span => Math.Max(span.StartUnixNano, span.EndUnixNano));
        var services = spans
            .GroupBy(span => span.Service, StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => new ServiceCount(group.Key, group.Count(), group.Count(span => span.Status == SpanStatus.Error)));
        return new TraceSummary(
            id, root.Service, root.Name, start, end - start,
            spans.Count,
            spans.Count(span => span.Status == SpanStatus.Error),
            spans.Count(span => !span.ParentId.IsZero && !ids.Contains(span.ParentId)),
            [.. services]);

        bool ComparesBefore(in SpanFacts left, in SpanFacts right)
        {
            var order = RootRank(left).CompareTo(RootRank(right));
            order = order != 0 ? order : left.StartUnixNano.CompareTo(right.StartUnixNano);
            order = order != 0 ? order : right.DurationNanos.CompareTo(left.DurationNanos);
            return (order != 0 ? order : left.Id.CompareTo(right.Id)) < 0;
        }

        // A trace may consist of a cycle alone; then its earliest span stands for it, as D2 cuts it there.
        int RootRank(in SpanFacts span) => span.ParentId.IsZero ? 0 : ids.Contains(span.ParentId) ? 2 : 1;
    }
}
