namespace Lumen.Analysis.Tests.Scale;

/// <summary>Times at the ends of 64 bits: OTLP's fixed64 can hold them, so a sender will send them.</summary>
public sealed class ExtremeTimeTests
{
    [Fact]
    public void Of_SpanOverAllTime_IsItsOwnPath()
    {
        var analysis = TraceAnalysis.Of([Made.Span(1, 0, 0, ulong.MaxValue)]);
        Assert.Equal([new PathSection(0, 0, ulong.MaxValue)], analysis.CriticalPath.ToArray());
        Assert.Equal(ulong.MaxValue, analysis.Spans[0].SelfNanos);
        Assert.Equal((ulong.MaxValue / 100) + 1, analysis.MinimumGapNanos);
    }

    [Fact]
    public void Of_ChildrenAtBothEndsOfTime_ArePredecessorAndSuccessor()
    {
        const ulong Middle = 1UL << 63;
        const ulong Overlap = ulong.MaxValue / 100;
        var analysis = TraceAnalysis.Of(
        [
            Made.Span(1, 0, 0, ulong.MaxValue), Made.Span(2, 1, 0, Middle + Overlap), Made.Span(3, 1, Middle, ulong.MaxValue),
        ]);
        Assert.Equal([Middle, Middle - 1], analysis.CriticalPath.ToArray().Select(section => section.DurationNanos));
    }

    [Fact]
    public void Of_ServiceBusyLongerThanAllTime_StopsAtTheGreatestSum()
    {
        var analysis = TraceAnalysis.Of(
        [
            Made.Span(1, 0, 0, ulong.MaxValue), Made.Span(2, 1, 0, ulong.MaxValue), Made.Span(3, 1, 1, ulong.MaxValue),
        ]);
        var service = Assert.Single(analysis.Services);
        Assert.Equal((ulong.MaxValue, ulong.MaxValue), (service.SelfNanos, service.CriticalNanos));
    }

    [Fact]
    public void Of_SpanThatEndsBeforeItStarts_HasNoLength()
    {
        var analysis = TraceAnalysis.Of([Made.Span(1, 0, ulong.MaxValue, 0), Made.Span(2, 1, 3, 4)]);
        Assert.Equal((ulong.MaxValue, ulong.MaxValue), (analysis.Spans[0].StartUnixNano, analysis.Spans[0].EndUnixNano));
        Assert.Equal(SpanFlags.NegativeDuration, analysis.Spans[0].Flags);
        Assert.Empty(analysis.CriticalPath.ToArray());
        Assert.Equal(-1, analysis.Bottleneck);
        Assert.Equal([new TimeInterval(4, ulong.MaxValue)], analysis.TraceGaps);
    }

    [Fact]
    public void Of_RandomTimesOverAllTime_StillPartitionsTheRoot()
    {
        var random = new Random(64);
        for (var forest = 0; forest < 1_000; forest++)
        {
            var spans = Enumerable.Range(1, 12).Select(id => Made.Span((ulong)id, (ulong)id / 2, Anytime(random), Anytime(random)));
            var analysis = TraceAnalysis.Of([.. spans], new AnalysisOptions { MinimumGapNanos = 1 });
            var total = analysis.CriticalPath.ToArray().Aggregate(0UL, (sum, section) => sum + section.DurationNanos);
            Assert.Equal(analysis.Spans[0].DurationNanos, total);
        }
    }

    [Fact]
    public void Of_NothingAndDefaultSpans_SaysSo()
    {
        var nothing = TraceAnalysis.Of([]);
        Assert.Empty(nothing.Spans);
        Assert.Empty(nothing.Roots);
        Assert.Empty(nothing.CriticalPath.ToArray());
        Assert.Equal(-1, nothing.Bottleneck);
        var empty = TraceAnalysis.Of([default, default]);
        Assert.Equal((string.Empty, SpanFlags.Duplicate), (empty.Spans.Single().Service, empty.Spans.Single().Flags));
    }

    private static ulong Anytime(Random random) => random.Next(8) switch
    {
        0 => 0,
        1 => ulong.MaxValue,
        _ => (ulong)random.NextInt64(long.MinValue, long.MaxValue),
    };
}
