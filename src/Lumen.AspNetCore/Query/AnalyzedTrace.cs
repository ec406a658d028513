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

    /// <summary>O(n), though a sender can give all spans one id.</summary>
    private void NameCopies(SpanKey[] keys, bool[] named)
    {
        var kept = new Dictionary<Identity, SpanKey>();
        foreach (var row in Analysis.Spans.Where(row => (row.Flags & SpanFlags.Duplicate) != 0))
        {
            kept.Add(IdentityOf(SpanOf(row)), row.Key);
        }

        for (var place = 0; place < keys.Length; place++)
        {
            if (!named[place])
            {
                keys[place] = kept[IdentityOf(Trace.Spans[place])];
            }
        }
    }

    private static Identity IdentityOf(Span span) => new(
        span.Id, span.ParentId, span.StartUnixNano, span.DurationNanos, span.Kind, span.Status, span.Service, span.Name);

    /// <summary>What D1 compares; the duration stands for the end as D0 has made it.</summary>
    private readonly record struct Identity(
        SpanId Id,
        SpanId ParentId,
        ulong StartUnixNano,
        ulong DurationNanos,
        SpanKind Kind,
        SpanStatus Status,
        string Service,
        string Name)
    {
        // Senders choose all of it: seeded, and with every bit, where the numbers' own hashes fold their halves.
        public override int GetHashCode()
        {
            var hash = default(HashCode);
            hash.Add(Id);
            hash.Add(ParentId);
            hash.Add((uint)StartUnixNano);
            hash.Add((uint)(StartUnixNano >> 32));
            hash.Add((uint)DurationNanos);
            hash.Add((uint)(DurationNanos >> 32));
            hash.Add((int)Kind);
            hash.Add((int)Status);
            hash.Add(Service);
            hash.Add(Name);
            return hash.ToHashCode();
        }
    }
}
