using System.Collections.Immutable;

namespace Lumen.Analysis;

/// <summary>Collects what was repaired and guessed, in forest order.</summary>
internal static class DiagnosticList
{
    internal static ImmutableArray<AnalysisDiagnostic> Of(ReadOnlySpan<AnalyzedSpan> spans, in SpanColumns columns)
    {
        var diagnostics = ImmutableArray.CreateBuilder<AnalysisDiagnostic>(0);
        for (var row = 0; row < spans.Length; row++)
        {
            ref readonly var span = ref spans[row];
            AddFlags(diagnostics, span.Flags, row);
            if (span.Parent >= 0)
            {
                AddGuess(diagnostics, in span, in spans[span.Parent], row, in columns);
            }
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

    private static void AddGuess(
        ImmutableArray<AnalysisDiagnostic>.Builder diagnostics,
        in AnalyzedSpan span,
        in AnalyzedSpan parent,
        int row,
        in SpanColumns columns)
    {
        if (span.IsBlocking)
        {
            if (IsOutside(in span, in parent))
            {
                diagnostics.Add(new AnalysisDiagnostic(DiagnosticCode.OutsideParent, row));
            }
        }
        else if (Blocking.IsGuess(in columns, parent.Source, span.Source))
        {
            diagnostics.Add(new AnalysisDiagnostic(DiagnosticCode.AssumedAsynchronous, row));
        }
    }

    /// <summary>Whether a span of some length has no instant in common with a parent of some length.</summary>
    private static bool IsOutside(in AnalyzedSpan span, in AnalyzedSpan parent) =>
        span.EndUnixNano > span.StartUnixNano
        && parent.EndUnixNano > parent.StartUnixNano
        && (span.StartUnixNano >= parent.EndUnixNano || span.EndUnixNano <= parent.StartUnixNano);
}
