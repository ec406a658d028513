namespace Lumen.Analysis.Tests.Properties;

/// <summary>A tidy forest of which only what can matter is left: spans are cut to their effective intervals or gone.</summary>
internal static class ClippedForest
{
    internal static AnalysisSpan[] Of(AnalysisSpan[] tidy)
    {
        var effective = EffectiveIntervals.Of(TraceAnalysis.Of(tidy));
        return [.. tidy.Zip(effective)
            .Where(pair => !pair.Second.IsEmpty)
            .Select(pair => pair.First with { StartUnixNano = pair.Second.StartUnixNano, EndUnixNano = pair.Second.EndUnixNano })];
    }
}
