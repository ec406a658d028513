namespace Lumen.Analysis;

/// <summary>The span that holds a critical path longest (D7).</summary>
internal static class Bottleneck
{
    /// <param name="tree">The rows of a tree.</param>
    /// <returns>
    /// The row with the greatest critical time, of several the one with the greater self time, the earlier start, the smaller key; -1 if
    /// no row has any.
    /// </returns>
    internal static int Of(ReadOnlySpan<AnalyzedSpan> tree)
    {
        var found = -1;
        for (var row = 0; row < tree.Length; row++)
        {
            if (tree[row].CriticalNanos > 0 && (found < 0 || Exceeds(in tree[row], in tree[found])))
            {
                found = row;
            }
        }

        return found;
    }

    private static bool Exceeds(in AnalyzedSpan candidate, in AnalyzedSpan best)
    {
        var order = candidate.CriticalNanos.CompareTo(best.CriticalNanos);
        order = order != 0 ? order : candidate.SelfNanos.CompareTo(best.SelfNanos);
        order = order != 0 ? order : best.StartUnixNano.CompareTo(candidate.StartUnixNano);
        return order != 0 ? order > 0 : candidate.Key < best.Key;
    }
}
