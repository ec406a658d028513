namespace Lumen.Analysis.Tests.Traces;

/// <summary>A trace that some system really made.</summary>
internal sealed record RecordedTrace(string TraceId, AnalysisSpan[] Spans)
{
    /// <summary>Puts the spans of a file together by trace, keeping their order.</summary>
    internal static IReadOnlyList<RecordedTrace> Group(IEnumerable<(string TraceId, AnalysisSpan Span)> spans) =>
    [
        .. spans.GroupBy(item => item.TraceId.PadLeft(Lumen.TraceId.HexLength, '0'), item => item.Span)
            .Select(trace => new RecordedTrace(trace.Key, [.. trace])),
    ];
}
