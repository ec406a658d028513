using Lumen.Analysis;

namespace Lumen.AspNetCore.Query;

/// <summary>A stored trace beside what the analysis says of it. Immutable.</summary>
internal sealed class AnalyzedTrace
{
    private AnalyzedTrace(Trace trace, TraceAnalysis analysis)
    {
        Trace = trace;
        Analysis = analysis;
    }

    internal Trace Trace { get; }

    internal TraceAnalysis Analysis { get; }

    internal static AnalyzedTrace Of(Trace trace, AnalysisOptions options)
    {
        var spans = new AnalysisSpan[trace.Spans.Count];
        for (var place = 0; place < spans.Length; place++)
        {
            spans[place] = AnalysisSpan.From(trace.Spans[place]);
        }

        return new AnalyzedTrace(trace, TraceAnalysis.Of(spans, options));
    }

    /// <summary>The stored span of a row of the analysis.</summary>
    internal Span SpanOf(AnalyzedSpan row) => Trace.Spans[row.Source];

    /// <summary>
    /// The key of each stored span, in the trace's order. Spans that the analysis took as copies of one another (they differ in attributes
    /// alone) share its key.
    /// </summary>
    internal SpanKey[] Keys()
    {
        var keys = new SpanKey[Trace.Spans.Count];
        var named = new bool[keys.Length];
        foreach (var row in Analysis.Spans)
        {
            keys[row.Source] = row.Key;
            named[row.Source] = true;
        }

        if (Analysis.Spans.Length < keys.Length)
        {
            NameCopies(keys, named);
        }

        return keys;
    }

    private void NameCopies(SpanKey[] keys, bool[] named)
    {
        var kept = Analysis.Spans.ToLookup(row => row.Key.Id);
        for (var place = 0; place < keys.Length; place++)
        {
            if (!named[place])
            {
                var copy = Trace.Spans[place];
                var rows = kept[copy.Id];
                keys[place] = rows.FirstOrDefault(row => IsCopy(copy, SpanOf(row)), rows.First()).Key;
            }
        }
    }

    /// <summary>What D1 compares; ends as D0 has made them.</summary>
    private static bool IsCopy(Span left, Span right) =>
        left.ParentId == right.ParentId && left.StartUnixNano == right.StartUnixNano && left.DurationNanos == right.DurationNanos
        && left.Kind == right.Kind && left.Service == right.Service && left.Name == right.Name && left.Status == right.Status;
}
