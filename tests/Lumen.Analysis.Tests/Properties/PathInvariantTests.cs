using Lumen.Analysis.Tests.Oracle;

namespace Lumen.Analysis.Tests.Properties;

/// <summary>Invariants 1, 2 and 4: what holds of every critical path.</summary>
public sealed class PathInvariantTests
{
    [Fact]
    public void Sections_OfEveryRoot_PartitionIt() => ForestProperty.HoldsAtEveryTolerance((forest, options) =>
    {
        var analysis = TraceAnalysis.Of(forest.Spans, options);
        foreach (var root in analysis.Roots)
        {
            var at = analysis.Spans[root.Row].StartUnixNano;
            foreach (var section in analysis.PathOf(root).Span)
            {
                Assert.Equal(at, section.StartUnixNano);
                Assert.True(section.EndUnixNano > section.StartUnixNano);
                at = section.EndUnixNano;
            }

            Assert.Equal(analysis.Spans[root.Row].EndUnixNano, at);
        }
    });

    [Fact]
    public void Sections_OfEverySpan_LieInItsWindowAndItsEffectiveInterval() => ForestProperty.HoldsAtEveryTolerance((forest, options) =>
    {
        var analysis = TraceAnalysis.Of(forest.Spans, options);
        var effective = EffectiveIntervals.Of(analysis);
        var windows = WindowsOf(forest, options);
        foreach (var section in analysis.Sections)
        {
            var window = windows[analysis.Spans[section.Row].Key];
            Assert.True(window.StartUnixNano <= section.StartUnixNano && section.EndUnixNano <= window.EndUnixNano);
        }

        foreach (var (key, window) in windows)
        {
            var outer = effective[analysis.IndexOf(key)];
            Assert.True(outer.StartUnixNano <= window.StartUnixNano && window.EndUnixNano <= outer.EndUnixNano);
            Assert.True(options.OverlapTolerance > 0 || window == outer);
        }
    });

    [Fact]
    public void CriticalNanos_OfEveryWalkedSpan_CoversWhatNoChildOfItCovers() => ForestProperty.HoldsAtEveryTolerance((forest, options) =>
    {
        var analysis = TraceAnalysis.Of(forest.Spans, options);
        foreach (var root in analysis.Roots)
        {
            Assert.True(analysis.Spans[root.Row].CriticalNanos >= analysis.Spans[root.Row].SelfNanos);
        }

        foreach (var (span, window) in new OracleForest(forest.Spans).Roots.SelectMany(root => WalkedFrom(root, options)))
        {
            var own = OracleTimeline.Uncovered(window.Start, window.End, [.. span.Awaited]);
            var least = own.Aggregate(0UL, (sum, stretch) => sum + (stretch.End - stretch.Start));
            Assert.True(analysis.Spans[analysis.IndexOf(span.Key)].CriticalNanos >= least);
        }
    });

    [Fact]
    public void CriticalNanos_OfEverySpan_IsTheSumOfItsSections() => ForestProperty.HoldsAtEveryTolerance((forest, options) =>
    {
        var analysis = TraceAnalysis.Of(forest.Spans, options);
        var sums = new ulong[analysis.Spans.Length];
        foreach (var section in analysis.Sections)
        {
            sums[section.Row] += section.DurationNanos;
        }

        Assert.Equal(sums, analysis.Spans.Select(span => span.CriticalNanos));
    });

    private static Dictionary<SpanKey, TimeInterval> WindowsOf(OddForest forest, AnalysisOptions options) =>
        new OracleForest(forest.Spans).Roots
            .SelectMany(root => WalkedFrom(root, options))
            .ToDictionary(walked => walked.Key.Key, walked => new TimeInterval(walked.Value.Start, walked.Value.End));

    private static Dictionary<OracleSpan, (ulong Start, ulong End)> WalkedFrom(OracleSpan root, AnalysisOptions options) =>
        new OraclePath(root, options.ToleranceMillionths).Windows;
}
