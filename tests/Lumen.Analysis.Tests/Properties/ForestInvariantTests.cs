namespace Lumen.Analysis.Tests.Properties;

/// <summary>Invariant 17: what holds of every forest.</summary>
public sealed class ForestInvariantTests
{
    [Fact]
    public void Spans_OfAnyInput_HoldEveryDistinctSpanOnce() => ForestProperty.Holds(forest =>
    {
        var distinct = forest.Spans.Select(Content).Distinct().Order();
        var analysis = TraceAnalysis.Of(forest.Spans);
        Assert.Equal(distinct, analysis.Spans.Select(span => Content(forest.Spans[span.Source])).Order());
        Assert.Equal(analysis.Spans.Length, analysis.Spans.Select(span => span.Key).Distinct().Count());
        Assert.All(analysis.Spans, span => Assert.Equal(
            span.Source, Array.FindIndex(forest.Spans, copy => Content(copy).Equals(Content(forest.Spans[span.Source])))));
    });

    [Fact]
    public void Spans_OfAnyInput_FollowTheirParents() => ForestProperty.Holds(forest =>
    {
        var analysis = TraceAnalysis.Of(forest.Spans);
        for (var row = 0; row < analysis.Spans.Length; row++)
        {
            var span = analysis.Spans[row];
            Assert.InRange(span.Parent, -1, row - 1);
            Assert.Equal(span.Parent < 0 ? 0 : analysis.Spans[span.Parent].Depth + 1, span.Depth);
            Assert.True(span.Parent < 0 || row < span.Parent + analysis.Spans[span.Parent].SubtreeSize);
            Assert.Equal(1 + analysis.Spans.Where(child => child.Parent == row).Sum(child => child.SubtreeSize), span.SubtreeSize);
        }

        Assert.Equal(
            analysis.Roots.Select(root => root.Row),
            Enumerable.Range(0, analysis.Spans.Length).Where(row => analysis.Spans[row].Parent < 0));
    });

    [Fact]
    public void Flags_OfAnyInput_NameOrphansAndNothingElseOrphans() => ForestProperty.Holds(forest =>
    {
        var ids = forest.Spans.Select(span => span.Id).ToHashSet();
        var analysis = TraceAnalysis.Of(forest.Spans);
        foreach (var span in analysis.Spans)
        {
            var source = forest.Spans[span.Source];
            var isShared = source.Kind == SpanKind.Server
                && forest.Spans.Any(other => other.Id == source.Id && other.Kind == SpanKind.Client);
            var isMissing = !source.ParentId.IsZero && !ids.Contains(source.ParentId);
            Assert.Equal(isMissing && !isShared, span.Flags.HasFlag(SpanFlags.Orphan));
        }
    });

    [Fact]
    public void Diagnostics_OfAnyInput_NameEveryFlag() => ForestProperty.Holds(forest =>
    {
        var analysis = TraceAnalysis.Of(forest.Spans);
        var flags = analysis.Spans.SelectMany((span, row) => Enum.GetValues<SpanFlags>()
            .Where(flag => flag != SpanFlags.None && span.Flags.HasFlag(flag))
            .Select(flag => (DiagnosticCodes.Of(flag), row)));
        var codes = analysis.Diagnostics.Where(diagnostic => diagnostic.Code <= DiagnosticCode.Cycle)
            .Select(diagnostic => (DiagnosticCodes.Of(diagnostic.Code), diagnostic.Row));
        Assert.Equal(flags, codes);
    });

    private static (SpanId, SpanId, ulong, ulong, SpanKind, string, string, SpanStatus) Content(AnalysisSpan span) => (
        span.Id,
        span.ParentId,
        span.StartUnixNano,
        Math.Max(span.StartUnixNano, span.EndUnixNano),
        span.Kind,
        span.Service,
        span.Name,
        span.Status);
}
