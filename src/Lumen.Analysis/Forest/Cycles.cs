namespace Lumen.Analysis;

/// <summary>Cuts every cycle of parents where it starts first (D2).</summary>
internal static class Cycles
{
    /// <summary>Makes the member with the least (start, key) of every cycle a root. O(n): each span is walked over once.</summary>
    internal static void Cut(ref Arena arena, in SpanColumns columns)
    {
        var walkOf = arena.TakeZeroed<int>(columns.Spans.Length);
        for (var index = 0; index < columns.Spans.Length; index++)
        {
            var walk = index + 1;
            var at = index;
            while (at >= 0 && walkOf[at] == 0)
            {
                walkOf[at] = walk;
                at = columns.Parent[at];
            }

            if (at >= 0 && walkOf[at] == walk)
            {
                CutAtFirst(at, in columns);
            }
        }
    }

    private static void CutAtFirst(int member, in SpanColumns columns)
    {
        var first = member;
        for (var at = columns.Parent[member]; at != member; at = columns.Parent[at])
        {
            if (Precedes(at, first, in columns))
            {
                first = at;
            }
        }

        columns.Parent[first] = SpanColumns.Root;
        columns.Flags[first] |= SpanFlags.Cycle;
    }

    private static bool Precedes(int left, int right, in SpanColumns columns)
    {
        var order = columns.Times[left].StartUnixNano.CompareTo(columns.Times[right].StartUnixNano);
        return order != 0 ? order < 0 : columns.CompareKeys(left, right) < 0;
    }
}
