namespace Lumen.Analysis.Tests.Scale;

/// <summary>
/// Shapes that break analyses which recurse, or look at all siblings for each sibling: these would not end, or end in a stack overflow.
/// </summary>
public sealed class HugeTraceTests
{
    private const int Count = 100_000;

    [Fact]
    public void Of_ChainOfSpans_WalksToItsEnd()
    {
        var analysis = Analyze(index => Made.Span(index + 1, index, index, (2 * Count) - index));
        Assert.Equal(Count - 1, analysis.Spans[^1].Depth);
        Assert.Equal((2 * Count) - 1, analysis.CriticalPath.Length);
        Assert.Equal(2UL, analysis.Spans[^1].SelfNanos);
    }

    [Fact]
    public void Of_SequenceOfSiblings_PutsAllOnThePath()
    {
        var analysis = AnalyzeChildren(index => Made.Span(index + 1, 1, 10 * index, (10 * index) + 9));
        Assert.Equal(2 * (Count - 1) + 1, analysis.CriticalPath.Length);
        Assert.Equal(Count, analysis.Gaps.Length);
        Assert.Equal(10UL + (ulong)(Count - 1), analysis.Spans[0].SelfNanos);
    }

    [Fact]
    public void Of_SiblingsThatAllOverlap_TakesTheOneThatEndedLast()
    {
        var analysis = AnalyzeChildren(index => Made.Span(index + 1, 1, index, (5 * Count) + index));
        Assert.Equal(3, analysis.CriticalPath.Length);
        Assert.Equal(Made.Key(Count), analysis.Spans[analysis.CriticalPath.Span[1].Row].Key);
    }

    [Fact]
    public void Of_SiblingsOfTheSameTimes_OrdersThemByTheirIds()
    {
        var analysis = AnalyzeChildren(index => Made.Span(index + 1, 1, 2, 8));
        Assert.Equal(Enumerable.Range(1, Count).Select(id => Made.Key((ulong)id)), analysis.Keys());
        Assert.Equal(Made.Key(2), analysis.Spans[analysis.CriticalPath.Span[1].Row].Key);
    }

    [Fact]
    public void Of_OneCycleOfAllSpans_IsCutAtItsStart()
    {
        var analysis = Analyze(index => Made.Span(index + 1, (index + 1) % Count + 1, index == 777 ? 1 : 2UL, 10));
        Assert.Equal(Made.Key(778), Assert.Single(analysis.Spans, span => span.Flags == SpanFlags.Cycle).Key);
        Assert.Equal(Count - 1, analysis.Spans[^1].Depth);
    }

    [Fact]
    public void Of_CyclesOfTwo_CutsEach()
    {
        var analysis = Analyze(index => Made.Span(index + 1, (index ^ 1) + 1, 5, 10));
        Assert.Equal(Count / 2, analysis.Roots.Length);
        Assert.All(analysis.Roots, root => Assert.Equal(1UL, analysis.Spans[root.Row].Key.Id.Value % 2));
    }

    [Fact]
    public void Of_OrphansOnly_MakesEachARoot()
    {
        var analysis = Analyze(index => Made.Span(index + 1, ulong.MaxValue, Count - index, Count));
        Assert.Equal(Count, analysis.Roots.Length);
        Assert.Equal(Made.Key(1), analysis.Spans[^1].Key);
        Assert.Equal(Count, analysis.Diagnostics.Length);
    }

    /// <summary>Below a root from 0 to ten times the count.</summary>
    private static TraceAnalysis AnalyzeChildren(Func<ulong, AnalysisSpan> child) =>
        Analyze(index => index == 0 ? Made.Span(1, 0, 0, 10 * Count) : child(index));

    private static TraceAnalysis Analyze(Func<ulong, AnalysisSpan> span)
    {
        var spans = Enumerable.Range(0, Count).Select(index => span((ulong)index)).ToArray();
        new Random(Count).Shuffle(spans);
        var analysis = TraceAnalysis.Of(spans, new AnalysisOptions { MinimumGapNanos = 1 });
        Assert.Equal(Count, analysis.Spans.Length);
        return analysis;
    }
}
