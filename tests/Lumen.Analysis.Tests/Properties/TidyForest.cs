namespace Lumen.Analysis.Tests.Properties;

/// <summary>
/// A forest with the trees, times and waiting of another one, in which every id is unique, so that a change to one span changes the
/// identity of no other. Its spans are in forest order: row and place in the input are the same.
/// </summary>
internal static class TidyForest
{
    /// <summary>Room between two ids for a span that is to come right before or after another one.</summary>
    private const int Spacing = 10;

    internal static AnalysisSpan[] Of(OddForest forest)
    {
        var analysis = TraceAnalysis.Of(forest.Spans);
        var ids = analysis.Spans.Select(span => span.Key).Order()
            .Select((key, rank) => KeyValuePair.Create(key, new SpanId((ulong)((rank + 1) * Spacing))))
            .ToDictionary();
        return [.. analysis.Spans.Select(span => forest.Spans[span.Source] with
        {
            Id = ids[span.Key],
            ParentId = span.Parent >= 0 ? ids[analysis.Spans[span.Parent].Key] : ParentIdOfRoot(span),
            RemoteParent = span.IsBlocking ? RemoteParent.Local : RemoteParent.Remote,
            EndUnixNano = span.EndUnixNano,
        })];
    }

    /// <summary>Orphans and cut cycles come after the other roots, and so do spans whose parent is missing.</summary>
    private static SpanId ParentIdOfRoot(AnalyzedSpan root) =>
        (root.Flags & (SpanFlags.Orphan | SpanFlags.Cycle)) == 0 ? default : new SpanId(ulong.MaxValue);
}
