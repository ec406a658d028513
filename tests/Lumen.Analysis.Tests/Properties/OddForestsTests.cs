using System.Collections.Immutable;

namespace Lumen.Analysis.Tests.Properties;

/// <summary>The properties say little if the forests they are tried on are not odd.</summary>
public sealed class OddForestsTests
{
    private const int Samples = 2_000;

    private static readonly OddForest[] Forests = [.. Enumerable.Range(0, Samples).Select(OddForests.Make)];

    private static readonly TraceAnalysis[] Analyses =
        [.. Forests.Select(forest => TraceAnalysis.Of(forest.Spans, ForestProperty.AllGaps))];

    [Fact]
    public void Make_ManySeeds_ShowEveryDiagnosticOften() => Assert.All(
        Enum.GetValues<DiagnosticCode>(),
        code => Assert.InRange(Analyses.Count(analysis => analysis.Diagnostics.Any(item => item.Code == code)), Samples / 50, Samples));

    [Fact]
    public void Make_ManySeeds_HaveLongPathsSeveralRootsAndAsynchronousChildren()
    {
        Assert.InRange(Analyses.Count(analysis => analysis.Sections.Length > 5), Samples / 10, Samples);
        Assert.InRange(Analyses.Count(analysis => analysis.Roots.Length > 2), Samples / 10, Samples);
        Assert.InRange(Analyses.Count(analysis => analysis.Spans.Any(span => !span.IsBlocking)), Samples / 10, Samples);
        Assert.InRange(Analyses.Count(analysis => analysis.Gaps.Any(gap => gap.Kind == GapKind.Between)), Samples / 50, Samples);
        Assert.InRange(Analyses.Count(analysis => !analysis.TraceGaps.IsEmpty), Samples / 20, Samples);
    }

    [Fact]
    public void Make_ManySeeds_HavePathsThatDependOnTheTolerance() => Assert.All(
        ForestProperty.Tolerances.Skip(1),
        tolerance => Assert.InRange(
            Forests.Count(forest => !Path(forest, 0).SequenceEqual(Path(forest, tolerance))), Samples / 100, Samples));

    private static ImmutableArray<PathSection> Path(OddForest forest, double tolerance) =>
        TraceAnalysis.Of(forest.Spans, new AnalysisOptions { OverlapTolerance = tolerance }).Sections;
}
