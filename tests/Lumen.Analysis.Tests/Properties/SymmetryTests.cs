namespace Lumen.Analysis.Tests.Properties;

/// <summary>Invariants 8, 9 and 10: what may be done to all spans at once.</summary>
public sealed class SymmetryTests
{
    [Fact]
    public void Of_ShuffledSpans_SaysTheSame() => ForestProperty.HoldsAtSomeTolerance((forest, options) =>
    {
        var shuffled = forest.Spans.ToArray();
        new Random(forest.Spans.Length).Shuffle(shuffled);
        Assert.Equal(
            AnalysisText.Of(TraceAnalysis.Of(forest.Spans, options)),
            AnalysisText.Of(TraceAnalysis.Of(shuffled, options)));
    });

    [Theory]
    [InlineData(1)]
    [InlineData(1_700_000_000_000_000_000)]
    [InlineData(ulong.MaxValue - 10_000_000)]
    public void Of_ShiftedSpans_SaysTheSameShifted(ulong shift) => ForestProperty.HoldsAtSomeTolerance((forest, options) =>
    {
        var shifted = Map(forest, time => time + shift);
        Assert.Equal(
            new AnalysisText(time => time + shift, length => length).Write(TraceAnalysis.Of(forest.Spans, options)),
            AnalysisText.Of(TraceAnalysis.Of(shifted, options)));
    });

    [Theory]
    [InlineData(2)]
    [InlineData(1_000)]
    [InlineData(100_000_000_000)]
    public void Of_ScaledSpans_SaysTheSameScaled(ulong scale) => ForestProperty.HoldsAtSomeTolerance((forest, options) =>
    {
        var scaled = Map(forest, time => time * scale);
        Assert.Equal(
            new AnalysisText(time => time * scale, length => length * scale).Write(TraceAnalysis.Of(forest.Spans, options)),
            AnalysisText.Of(TraceAnalysis.Of(scaled, options with { MinimumGapNanos = scale })));
    });

    private static AnalysisSpan[] Map(OddForest forest, Func<ulong, ulong> time) =>
        [.. forest.Spans.Select(span => span with { StartUnixNano = time(span.StartUnixNano), EndUnixNano = time(span.EndUnixNano) })];
}
