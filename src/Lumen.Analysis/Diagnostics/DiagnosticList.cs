using System.Collections.Immutable;

namespace Lumen.Analysis;

/// <summary>Collects what was repaired and guessed, in forest order.</summary>
internal static class DiagnosticList
{
    internal static ImmutableArray<AnalysisDiagnostic> Of(in SpanColumns columns, in Levels levels, in TreeOrder order)
    {
        var diagnostics = ImmutableArray.CreateBuilder<AnalysisDiagnostic>();
        for (var row = 0; row < levels.Count; row++)
        {
            var place = order.Place[row];
            AddFlags(diagnostics, columns.Flags[levels.Source[place]], row);
            AddGuesses(diagnostics, in columns, in levels, place, row);
        }

        return diagnostics.DrainToImmutable();
    }

    private static void AddFlags(ImmutableArray<AnalysisDiagnostic>.Builder diagnostics, SpanFlags flags, int row)
    {
        for (var rest = (int)flags; rest != 0; rest &= rest - 1)
        {
            diagnostics.Add(new AnalysisDiagnostic(DiagnosticCodes.CodeOf((SpanFlags)(rest & -rest)), row));
        }
    }

    private static void AddGuesses(
        ImmutableArray<AnalysisDiagnostic>.Builder diagnostics, in SpanColumns columns, in Levels levels, int place, int row)
    {
        var parent = levels.Parent[place];
        if (parent < 0)
        {
            return;
        }

        if (!levels.IsBlocking[place])
        {
            if (Blocking.IsGuess(in columns, levels.Source[parent], levels.Source[place]))
            {
                diagnostics.Add(new AnalysisDiagnostic(DiagnosticCode.AssumedAsynchronous, row));
            }
        }
        else if (IsOutside(in levels, place, parent))
        {
            diagnostics.Add(new AnalysisDiagnostic(DiagnosticCode.OutsideParent, row));
        }
    }

    /// <summary>Whether a span of some length has no instant in common with a parent of some length.</summary>
    private static bool IsOutside(in Levels levels, int place, int parent) =>
        levels.End[place] > levels.Start[place]
        && levels.End[parent] > levels.Start[parent]
        && (levels.Start[place] >= levels.End[parent] || levels.End[place] <= levels.Start[parent]);
}
