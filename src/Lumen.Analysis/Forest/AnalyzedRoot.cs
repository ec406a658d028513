namespace Lumen.Analysis;

/// <summary>A tree of the forest and its critical path.</summary>
/// <param name="Row">The row of the root in <see cref="TraceAnalysis.Spans"/>.</param>
/// <param name="FirstSection">Where its critical path begins in <see cref="TraceAnalysis.Sections"/>.</param>
/// <param name="SectionCount">The number of sections of its critical path; 0 for a root of no length.</param>
public readonly record struct AnalyzedRoot(int Row, int FirstSection, int SectionCount);
