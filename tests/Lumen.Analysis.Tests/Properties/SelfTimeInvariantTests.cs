namespace Lumen.Analysis.Tests.Properties;

/// <summary>Invariants 3, 5, 6 and 7: what holds of every self time.</summary>
public sealed class SelfTimeInvariantTests
{
    [Fact]
    public void SelfNanos_OfEverySpan_IsWithinItsDuration() => ForestProperty.Holds(forest =>
    {
        foreach (var span in TraceAnalysis.Of(forest.Spans).Spans)
        {
            Assert.True(span.SelfNanos <= span.DurationNanos);
            Assert.True(span.SubtreeSize > 1 || span.SelfNanos == span.DurationNanos);
        }
    });

    [Fact]
    public void SelfNanos_OfClippedTree_SumToTheLeafMostActiveSpans() => ForestProperty.Holds(forest =>
    {
        var clipped = ClippedForest.Of(TidyForest.Of(forest));
        var analysis = TraceAnalysis.Of(clipped);
        foreach (var root in analysis.Roots)
        {
            var tree = analysis.Spans.Skip(root.Row).Take(analysis.Spans[root.Row].SubtreeSize).ToList();
            var sum = tree.Aggregate(0UL, (total, span) => total + span.SelfNanos);
            var overlaps = tree.GroupBy(span => span.Parent).Any(siblings => siblings.Key >= root.Row && Overlap([.. siblings]));
            Assert.Equal(LeafMost(analysis, tree), sum);
            Assert.True(overlaps ? sum > tree[0].DurationNanos : sum == tree[0].DurationNanos);
        }
    });

    [Fact]
    public void CriticalNanos_OfSequentialTree_AreItsSelfTimes() => ForestProperty.Holds(SequentialForests.Arbitrary, forest =>
    {
        var analysis = TraceAnalysis.Of(forest.Spans);
        Assert.All(analysis.Spans, span => Assert.Equal(span.SelfNanos, span.CriticalNanos));
        Assert.Equal(analysis.Spans[0].DurationNanos, analysis.Spans.Aggregate(0UL, (sum, span) => sum + span.SelfNanos));
    });

    [Fact]
    public void Gaps_OfSpanWithSome_SumToItsSelfTime() => ForestProperty.Holds(forest =>
    {
        var analysis = TraceAnalysis.Of(forest.Spans, ForestProperty.AllGaps);
        foreach (var gaps in analysis.Gaps.GroupBy(gap => gap.Row))
        {
            Assert.Equal(analysis.Spans[gaps.Key].SelfNanos, gaps.Aggregate(0UL, (sum, gap) => sum + gap.DurationNanos));
        }
    });

    private static bool Overlap(IReadOnlyList<AnalyzedSpan> siblings)
    {
        var intervals = siblings.Select(span => new TimeInterval(span.StartUnixNano, span.EndUnixNano)).ToArray();
        return IntervalUnion.Length(intervals) < intervals.Aggregate(0UL, (sum, interval) => sum + interval.DurationNanos);
    }

    /// <summary>The integral over time of the number of spans that are active while none of their children is.</summary>
    private static ulong LeafMost(TraceAnalysis analysis, List<AnalyzedSpan> tree)
    {
        var cuts = tree.SelectMany(span => new[] { span.StartUnixNano, span.EndUnixNano }).Distinct().Order().ToList();
        var integral = 0UL;
        foreach (var (start, end) in cuts.Zip(cuts.Skip(1)))
        {
            var active = tree.Where(span => span.StartUnixNano <= start && span.EndUnixNano >= end).ToList();
            var parents = active.Select(span => span.Parent).ToHashSet();
            integral += (ulong)active.Count(span => !parents.Contains(analysis.IndexOf(span.Key))) * (end - start);
        }

        return integral;
    }
}
