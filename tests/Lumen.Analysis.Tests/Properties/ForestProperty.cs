using FsCheck;
using FsCheck.Fluent;
using Lumen.TestKit;

namespace Lumen.Analysis.Tests.Properties;

/// <summary>Checks what must hold of every forest.</summary>
internal static class ForestProperty
{
    /// <summary>How many forests each property is tried on.</summary>
    private static readonly int Forests = Require.IsAllRequired ? 20_000 : 2_000;

    /// <summary>The tolerances worth trying, from none to more than anybody wants.</summary>
    internal static IReadOnlyList<double> Tolerances { get; } = [0, 0.01, 0.1, 0.3];

    /// <summary>Tries an assertion on odd forests; a failure is reported with the smallest forest that shows it.</summary>
    internal static void Holds(Action<OddForest> assert) => Holds(OddForests.Arbitrary, assert);

    /// <summary>Tries an assertion on forests of a kind.</summary>
    internal static void Holds(Arbitrary<OddForest> forests, Action<OddForest> assert) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(Forests).WithQuietOnSuccess(true), Prop.ForAll(forests, assert));

    /// <summary>Tries an assertion on odd forests with every tolerance.</summary>
    internal static void HoldsAtEveryTolerance(Action<OddForest, AnalysisOptions> assert) => Holds(forest =>
    {
        foreach (var tolerance in Tolerances)
        {
            assert(forest, AllGaps with { OverlapTolerance = tolerance });
        }
    });

    /// <summary>Tries an assertion on odd forests, each with one of the tolerances.</summary>
    internal static void HoldsAtSomeTolerance(Action<OddForest, AnalysisOptions> assert) => Holds(forest =>
    {
        var choice = forest.Spans.Aggregate(0UL, (sum, span) => sum + span.Id.Value) % (ulong)Tolerances.Count;
        assert(forest, AllGaps with { OverlapTolerance = Tolerances[(int)choice] });
    });

    /// <summary>Reports every gap.</summary>
    internal static AnalysisOptions AllGaps { get; } = new() { MinimumGapNanos = 1 };
}
