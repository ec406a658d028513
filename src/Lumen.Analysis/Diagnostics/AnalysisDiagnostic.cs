namespace Lumen.Analysis;

/// <summary>A repair or a guess the analysis made.</summary>
/// <param name="Code">What it is about.</param>
/// <param name="Row">The span it concerns, as its place in <see cref="TraceAnalysis.Spans"/>.</param>
public readonly record struct AnalysisDiagnostic(DiagnosticCode Code, int Row)
{
    /// <summary>One English sentence for a person.</summary>
    public string Message => DiagnosticCodes.Sentence(Code);
}
