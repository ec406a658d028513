using Lumen.Analysis.Tests.Oracle;

namespace Lumen.Analysis.Tests.Properties;

/// <summary>The analysis against the definitions written down a second time, slowly.</summary>
public sealed class OracleTests
{
    [Fact]
    public void Of_AnyForest_HasTheIdentitiesParentsAndFlagsOfTheOracle() => ForestProperty.Holds(forest =>
    {
        var oracle = new OracleForest(forest.Spans);
        var analysis = TraceAnalysis.Of(forest.Spans);
        Assert.Equal(
            oracle.Spans.ToDictionary(span => span.Key, span => (span.Parent?.Key, string.Join(',', span.Flags))),
            analysis.Spans.ToDictionary(span => span.Key, span => (KeyOf(analysis, span.Parent), FlagsOf(span))));
        Assert.Equal(oracle.Roots.Select(root => root.Key), analysis.Roots.Select(root => analysis.Spans[root.Row].Key));
        Assert.Equal(oracle.Roots.SelectMany(Preorder).Select(span => span.Key), analysis.Spans.Select(span => span.Key));
    });

    [Fact]
    public void Of_AnyForest_HasThePathsOfTheOracle() => ForestProperty.HoldsAtEveryTolerance((forest, options) =>
    {
        var oracle = new OracleForest(forest.Spans);
        var analysis = TraceAnalysis.Of(forest.Spans, options);
        Assert.Equal(
            oracle.Roots.SelectMany(root => new OraclePath(root, options.ToleranceMillionths).Sections),
            analysis.Sections.Select(section => (analysis.Spans[section.Row].Key, section.StartUnixNano, section.EndUnixNano)));
    });

    [Fact]
    public void Of_AnyForest_HasTheSelfTimesOfTheOracle() => ForestProperty.Holds(forest => Assert.Equal(
        new OracleForest(forest.Spans).Spans.ToDictionary(span => span.Key, OracleTimeline.SelfTime),
        TraceAnalysis.Of(forest.Spans).Spans.ToDictionary(span => span.Key, span => span.SelfNanos)));

    [Fact]
    public void Of_AnyForest_HasTheGapsOfTheOracle() => ForestProperty.Holds(forest =>
    {
        var oracle = new OracleForest(forest.Spans);
        var analysis = TraceAnalysis.Of(forest.Spans, ForestProperty.AllGaps);
        var rows = analysis.Spans.Select((span, row) => (span.Key, row)).ToDictionary();
        Assert.Equal(
            oracle.Spans.SelectMany(OracleTimeline.Gaps).OrderBy(gap => gap.Start).ThenBy(gap => rows[gap.Span]),
            analysis.Gaps.Select(gap => new OracleGap(
                analysis.Spans[gap.Row].Key,
                gap.Kind,
                gap.StartUnixNano,
                gap.EndUnixNano,
                KeyOf(analysis, gap.Before),
                KeyOf(analysis, gap.After))));
        Assert.Equal(
            OracleTimeline.TraceGaps(oracle.Spans),
            analysis.TraceGaps.Select(gap => (gap.StartUnixNano, gap.EndUnixNano)));
    });

    [Fact]
    public void Of_AnyForest_NamesTheBottleneckAndTotalsOfItsRows() => ForestProperty.Holds(forest =>
    {
        var analysis = TraceAnalysis.Of(forest.Spans);
        var tree = analysis.Spans.Take(analysis.Spans[0].SubtreeSize).ToList();
        var bottleneck = tree.Where(span => span.CriticalNanos > 0)
            .OrderByDescending(span => span.CriticalNanos)
            .ThenByDescending(span => span.SelfNanos)
            .ThenBy(span => span.StartUnixNano)
            .ThenBy(span => span.Key)
            .Select(span => (SpanKey?)span.Key)
            .FirstOrDefault();
        Assert.Equal(bottleneck, KeyOf(analysis, analysis.Bottleneck));
        Assert.Equal(
            tree.GroupBy(span => (span.Service, span.Name), (name, spans) => (name.Service, name.Name, Sum(spans))).Order(),
            analysis.Operations.Select(time => (time.Service, time.Name, (time.SelfNanos, time.CriticalNanos))).Order());
        Assert.Equal(
            tree.GroupBy(span => span.Service, (service, spans) => (service, Sum(spans))).Order(),
            analysis.Services.Select(time => (time.Service, (time.SelfNanos, time.CriticalNanos))).Order());
    });

    private static (ulong Self, ulong Critical) Sum(IEnumerable<AnalyzedSpan> spans) =>
        spans.Aggregate((0UL, 0UL), (sum, span) => (sum.Item1 + span.SelfNanos, sum.Item2 + span.CriticalNanos));

    private static IEnumerable<OracleSpan> Preorder(OracleSpan span) => span.Children.SelectMany(Preorder).Prepend(span);

    private static SpanKey? KeyOf(TraceAnalysis analysis, int row) => row < 0 ? null : analysis.Spans[row].Key;

    private static string FlagsOf(AnalyzedSpan span) => string.Join(',', Enum.GetValues<SpanFlags>()
        .Where(flag => flag != SpanFlags.None && span.Flags.HasFlag(flag))
        .Select(DiagnosticCodes.Of)
        .Order(StringComparer.Ordinal));
}
