namespace Lumen.Analysis.Tests.Oracle;

/// <summary>D6 written down as it is said, recursively and with exact fractions.</summary>
internal sealed class OraclePath
{
    private readonly uint _millionths;
    private readonly List<(SpanKey Key, ulong Start, ulong End)> _sections = [];

    /// <param name="root">The root.</param>
    /// <param name="millionths">The tolerated overlap.</param>
    internal OraclePath(OracleSpan root, uint millionths)
    {
        _millionths = millionths;
        if (root.Length > 0)
        {
            Walk(root, root.Start, root.End);
        }

        _sections.Reverse();
    }

    /// <summary>In ascending time.</summary>
    internal IReadOnlyList<(SpanKey Key, ulong Start, ulong End)> Sections => _sections;

    /// <summary>The window of every span that was walked.</summary>
    internal Dictionary<OracleSpan, (ulong Start, ulong End)> Windows { get; } = [];

    private void Walk(OracleSpan span, ulong windowStart, ulong windowEnd)
    {
        Windows.Add(span, (windowStart, windowEnd));
        var cursor = windowEnd;
        var candidates = span.Awaited
            .Select(child => (Child: child, Start: Math.Max(child.Start, windowStart), End: Math.Min(child.End, windowEnd)))
            .Where(candidate => candidate.Start < candidate.End)
            .OrderByDescending(candidate => candidate.End)
            .ThenBy(candidate => candidate.Start)
            .ThenBy(candidate => candidate.Child.Key);
        foreach (var (child, start, end) in candidates)
        {
            if (end <= cursor || (IsTolerated(end - cursor, windowEnd - windowStart) && start < cursor))
            {
                var decided = Math.Min(end, cursor);
                Emit(span, decided, cursor);
                Walk(child, start, decided);
                cursor = start;
            }
        }

        Emit(span, windowStart, cursor);
    }

    private bool IsTolerated(ulong overlap, ulong window) => (UInt128)overlap * 1_000_000 < (UInt128)window * _millionths;

    private void Emit(OracleSpan span, ulong start, ulong end)
    {
        if (start < end)
        {
            _sections.Add((span.Key, start, end));
        }
    }
}
