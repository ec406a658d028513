namespace Lumen.Analysis;

/// <summary>A section of a path that is being built.</summary>
/// <param name="Place">The span, by place in level order.</param>
/// <param name="Start">The first nanosecond.</param>
/// <param name="End">The nanosecond after the last one.</param>
internal readonly record struct Section(int Place, ulong Start, ulong End);
