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
    public static TraceSummary Of(Trace trace)
    {
        if (trace.Spans.Count == 0)
        {
            throw new ArgumentException("A trace without spans has no summary.", nameof(trace));
        }

        var ids = trace.Spans.Select(span => span.Id).ToHashSet();
        var root = trace.Spans.Aggregate((best, next) => ComparesBefore(next, best) ? next : best);
        var start = trace.Spans.Min(span => span.StartUnixNano);
        var end = trace.Spans.Max(span => Math.Max(span.StartUnixNano, span.EndUnixNano));
        var services = trace.Spans
            .GroupBy(span => span.Service, StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => new ServiceCount(group.Key, group.Count(), group.Count(span => span.Status == SpanStatus.Error)));
        return new TraceSummary(
            trace.Id, root.Service, root.Name, start, end - start,
            trace.Spans.Count,
            trace.Spans.Count(span => span.Status == SpanStatus.Error),
            trace.Spans.Count(span => !span.ParentId.IsZero && !ids.Contains(span.ParentId)),
            [.. services]);

        bool ComparesBefore(Span left, Span right)
        {
            var order = RootRank(left).CompareTo(RootRank(right));
            order = order != 0 ? order : left.StartUnixNano.CompareTo(right.StartUnixNano);
            order = order != 0 ? order : right.DurationNanos.CompareTo(left.DurationNanos);
            return (order != 0 ? order : left.Id.CompareTo(right.Id)) < 0;
        }

        // A trace may consist of a cycle alone; then its earliest span stands for it, as D2 cuts it there.
        int RootRank(Span span) => span.ParentId.IsZero ? 0 : ids.Contains(span.ParentId) ? 2 : 1;
    }
}
