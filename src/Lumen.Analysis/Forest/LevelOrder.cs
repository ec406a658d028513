namespace Lumen.Analysis;

/// <summary>Lays the forest out in level order.</summary>
internal static class LevelOrder
{
    /// <param name="arena">Where memory is taken from.</param>
    /// <param name="columns">The spans with their parents.</param>
    /// <param name="kept">The number of spans that are kept.</param>
    /// <param name="scratch">As long as there are spans, twice.</param>
    /// <returns>The forest; spans in or below a cycle that is not cut are missing.</returns>
    internal static Levels Build(ref Arena arena, in SpanColumns columns, int kept, in SortScratch scratch)
    {
        var children = new ChildLists(ref arena, in columns);
        var ties = new ChildTies(columns);
        var levels = new Levels(ref arena, kept);
        PlaceRoots(ref levels, in columns, in scratch);
        levels.Count = levels.RootCount;
        for (var place = 0; place < levels.Count; place++)
        {
            levels.FirstChild[place] = levels.Count;
            PlaceChildren(ref levels, place, children.Of(levels.Source[place]), in columns, in scratch, in ties);
        }

        levels.FirstChild[levels.Count] = levels.Count;
        return levels;
    }

    /// <summary>Roots without a parent id come before orphans and cut cycles, each in (start, longer first, id) order.</summary>
    private static void PlaceRoots(ref Levels levels, in SpanColumns columns, in SortScratch scratch)
    {
        var count = 0;
        for (var repaired = 0; repaired <= 1; repaired++)
        {
            var first = count;
            for (var index = 0; index < columns.Spans.Length; index++)
            {
                if (columns.Parent[index] == SpanColumns.Root && IsRepaired(columns.Flags[index]) == (repaired == 1))
                {
                    scratch.Rows[count++] = new KeyedRow(columns.Times[index].StartUnixNano, index);
                }
            }

            KeyedSort.Sort(scratch.Rows[first..count], scratch.Spare, new RootTies(columns));
        }

        for (var place = 0; place < count; place++)
        {
            Place(ref levels, place, SpanColumns.Root, scratch.Rows[place], in columns);
        }

        levels.RootCount = count;
    }

    private static bool IsRepaired(SpanFlags flags) => (flags & (SpanFlags.Orphan | SpanFlags.Cycle)) != 0;

    private static void PlaceChildren(
        ref Levels levels,
        int parent,
        ReadOnlySpan<int> children,
        in SpanColumns columns,
        in SortScratch scratch,
        in ChildTies ties)
    {
        if (children.IsEmpty)
        {
            return;
        }

        var rows = scratch.Rows[..children.Length];
        for (var child = 0; child < children.Length; child++)
        {
            rows[child] = new KeyedRow(columns.Times[children[child]].StartUnixNano, children[child]);
        }

        if (rows.Length > 1)
        {
            KeyedSort.Sort(rows, scratch.Spare, in ties);
        }

        foreach (var row in rows)
        {
            Place(ref levels, levels.Count++, parent, row, in columns);
        }
    }

    private static void Place(ref Levels levels, int place, int parent, KeyedRow row, in SpanColumns columns)
    {
        levels.Source[place] = row.Row;
        levels.Start[place] = row.Key;
        levels.End[place] = columns.Times[row.Row].EndUnixNano;
        levels.Parent[place] = parent;
        levels.IsBlocking[place] = parent < 0 || Blocking.Waits(in columns, levels.Source[parent], row.Row);
    }

    private readonly ref struct RootTies(SpanColumns columns) : ITieOrder
    {
        private readonly SpanColumns _columns = columns;

        public bool Precedes(int left, int right)
        {
            var order = _columns.Times[right].EndUnixNano.CompareTo(_columns.Times[left].EndUnixNano);
            return order != 0 ? order < 0 : _columns.CompareKeys(left, right) < 0;
        }
    }
}
