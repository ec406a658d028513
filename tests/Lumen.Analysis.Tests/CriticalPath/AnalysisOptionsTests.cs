namespace Lumen.Analysis.Tests.CriticalPath;

public sealed class AnalysisOptionsTests
{
    [Theory]
    [InlineData(-0.01)]
    [InlineData(1.01)]
    [InlineData(double.NaN)]
    public void OverlapTolerance_OutsideAShare_IsRefused(double tolerance) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new AnalysisOptions { OverlapTolerance = tolerance });

    [Theory]
    [InlineData(0, 1_000, 0)]
    [InlineData(0.01, 1, 0)]
    [InlineData(0.01, 100, 0)]
    [InlineData(0.01, 101, 1)]
    [InlineData(0.01, 1_000, 9)]
    [InlineData(0.01, ulong.MaxValue, 184_467_440_737_095_516)]
    [InlineData(0.3, 10, 2)]
    [InlineData(1, ulong.MaxValue, ulong.MaxValue - 1)]
    public void LongestOverlap_OfAWindow_IsBelowItsShare(double tolerance, ulong window, ulong longest) => Assert.Equal(
        longest,
        new OverlapTolerance(new AnalysisOptions { OverlapTolerance = tolerance }.ToleranceMillionths).LongestOverlap(window));

    [Theory]
    [InlineData(null, 11)]
    [InlineData(0UL, 1)]
    [InlineData(1UL, 1)]
    [InlineData(500UL, 500)]
    public void MinimumGapNanos_OfOptions_IsWhatTheAnalysisUses(ulong? given, ulong used) => Assert.Equal(
        used,
        TraceAnalysis.Of([Made.Span(1, 0, 0, 1_001)], new AnalysisOptions { MinimumGapNanos = given }).MinimumGapNanos);

    [Fact]
    public void MinimumGapNanos_OfAnyGap_IsReachedExactly()
    {
        AnalysisSpan[] spans = [Made.Span(1, 0, 0, 100), Made.Span(2, 1, 9, 90)];
        var analysis = TraceAnalysis.Of(spans, new AnalysisOptions { MinimumGapNanos = 10 });
        Assert.Equal([new SpanGap(0, GapKind.Trailing, 90, 100, 1, -1)], analysis.Gaps);
    }

    [Fact]
    public void AdoptOrphans_WithOneRoot_HangsThemBelowItAfterItsOwnChildren()
    {
        AnalysisSpan[] spans = [Made.Span(1, 99, 2, 5), Made.Span(2, 0, 0, 10), Made.Span(3, 2, 2, 5)];
        Assert.Equal([Made.Key(2), Made.Key(3), Made.Key(1)], TraceAnalysis.Of(spans).Keys());
        var adopted = TraceAnalysis.Of(spans, new AnalysisOptions { AdoptOrphans = true });
        Assert.Equal([Made.Key(2), Made.Key(3), Made.Key(1)], adopted.Keys());
        Assert.Equal([-1, 0, 0], adopted.Spans.Select(span => span.Parent));
        Assert.Equal(SpanFlags.Orphan, adopted.Row(Made.Key(1)).Flags);
        Assert.Equal([0, 1, 0], adopted.Sections.Select(section => section.Row));
    }

    [Fact]
    public void AdoptOrphans_WithSeveralRoots_LeavesThem()
    {
        AnalysisSpan[] spans = [Made.Span(1, 99, 2, 5), Made.Span(2, 0, 0, 10), Made.Span(3, 0, 2, 5)];
        Assert.Equal(3, TraceAnalysis.Of(spans, new AnalysisOptions { AdoptOrphans = true }).Roots.Length);
    }
}
