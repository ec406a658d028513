namespace Lumen.Analysis.Tests.Properties;

/// <summary>The part of every span that can matter to its root (D5), by row; empty where there is none.</summary>
internal static class EffectiveIntervals
{
    internal static TimeInterval[] Of(TraceAnalysis analysis)
    {
        var effective = new TimeInterval[analysis.Spans.Length];
        for (var row = 0; row < effective.Length; row++)
        {
            var span = analysis.Spans[row];
            var own = new TimeInterval(span.StartUnixNano, span.EndUnixNano);
            effective[row] = span.Parent < 0 ? own : span.IsBlocking ? Intersect(own, effective[span.Parent]) : default;
        }

        return effective;
    }

    private static TimeInterval Intersect(TimeInterval left, TimeInterval right)
    {
        var common = new TimeInterval(
            Math.Max(left.StartUnixNano, right.StartUnixNano), Math.Min(left.EndUnixNano, right.EndUnixNano));
        return common.IsEmpty ? default : common;
    }
}
