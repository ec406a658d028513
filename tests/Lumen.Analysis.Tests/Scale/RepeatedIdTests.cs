using System.Globalization;

namespace Lumen.Analysis.Tests.Scale;

/// <summary>One span id among all spans of a huge trace: a trap for whatever looks at all spans of an id for each of them.</summary>
public sealed class RepeatedIdTests
{
    private const int Count = 50_000;

    [Fact]
    public void Of_CopiesOfOneSpan_KeepsTheFirst()
    {
        var spans = Enumerable.Repeat(Made.Span(1, 0, 5, 10), Count).ToArray();
        var kept = Assert.Single(TraceAnalysis.Of(spans).Spans);
        Assert.Equal((0, SpanFlags.Duplicate), (kept.Source, kept.Flags));
    }

    [Fact]
    public void Of_DifferentSpansOfOneId_NumbersThemByContent()
    {
        var analysis = Analyze(index => Made.Span(1, 0, (ulong)index, Count));
        Assert.Equal(Enumerable.Range(0, Count).Select(number => Made.Key(1, number)), analysis.Keys());
        Assert.Equal(SpanFlags.DuplicateId, analysis.Spans[0].Flags);
        Assert.All(analysis.Spans.Skip(1), span => Assert.Equal(SpanFlags.None, span.Flags));
    }

    [Fact]
    public void Of_DifferentSpansBelowTheirOwnId_HangsThemBelowTheFirst()
    {
        var analysis = Analyze(index => Made.Span(1, 1, (ulong)index, Count));
        Assert.Equal(SpanFlags.DuplicateId | SpanFlags.Cycle, analysis.Spans[0].Flags);
        Assert.All(analysis.Spans.Skip(1), span => Assert.Equal(0, span.Parent));
    }

    [Fact]
    public void Of_ServersThatShareAClientsId_TakeTheSpansOfTheirServices()
    {
        var analysis = Analyze(index => index switch
        {
            0 => Made.Span(1, 0, 0, Count, SpanKind.Client),
            _ when index % 2 == 1 => Made.Span(1, 1, 1, Count, SpanKind.Server) with { Service = ServiceOf(index) },
            _ => Made.Span((ulong)index + 1, 1, 2, Count) with { Service = ServiceOf(index - 1) },
        });
        Assert.Equal(SpanFlags.SharedId, analysis.Spans[0].Flags);
        Assert.All(analysis.Spans.Skip(1).Where(span => span.Key.Id.Value == 1), server => Assert.Equal(0, server.Parent));
        Assert.All(
            analysis.Spans.Where(span => span.Key.Id.Value > 1),
            span => Assert.Equal(span.Service, analysis.Spans[span.Parent].Service));
    }

    [Fact]
    public void Of_OperationsThatAllDiffer_SumsEach()
    {
        var analysis = Analyze(index => Made.Span((ulong)index + 1, index == 0 ? 0 : 1UL, 0, 7));
        Assert.Equal(Count, analysis.Operations.Length);
        Assert.Equal(7UL * (Count - 1), analysis.Services.Single().SelfNanos);
    }

    private static string ServiceOf(int index) => $"service {index.ToString("D6", CultureInfo.InvariantCulture)}";

    private static TraceAnalysis Analyze(Func<int, AnalysisSpan> span)
    {
        var spans = Enumerable.Range(0, Count).Select(span).ToArray();
        new Random(Count).Shuffle(spans);
        var analysis = TraceAnalysis.Of(spans);
        Assert.Equal(Count, analysis.Spans.Length);
        return analysis;
    }
}
