namespace Lumen.Analysis;

/// <summary>Finds the parent of every span (D2).</summary>
internal static class ParentLinks
{
    /// <summary>Fills the parents that are not settled yet; absent ones make an orphan root.</summary>
    /// <returns>The number of spans that are kept.</returns>
    internal static int Resolve(in SpanColumns columns, in SpanTable table, in SharedIds shared)
    {
        var kept = 0;
        for (var index = 0; index < columns.Spans.Length; index++)
        {
            ref var parent = ref columns.Parent[index];
            if (parent == SpanColumns.Unresolved)
            {
                parent = Find(index, in columns, in table, in shared);
            }

            kept += parent == SpanColumns.Dropped ? 0 : 1;
        }

        return kept;
    }

    /// <summary>Makes orphans children of the only root without a parent id, if there is exactly one.</summary>
    internal static void AdoptOrphans(in SpanColumns columns)
    {
        var root = SpanColumns.Root;
        for (var index = 0; index < columns.Spans.Length; index++)
        {
            if (columns.Parent[index] == SpanColumns.Root && (columns.Flags[index] & SpanFlags.Orphan) == 0)
            {
                if (root != SpanColumns.Root)
                {
                    return;
                }

                root = index;
            }
        }

        for (var index = 0; index < columns.Spans.Length; index++)
        {
            if ((columns.Flags[index] & SpanFlags.Orphan) != 0)
            {
                columns.Parent[index] = root;
            }
        }
    }

    private static int Find(int index, in SpanColumns columns, in SpanTable table, in SharedIds shared)
    {
        ref readonly var span = ref columns.Spans[index];
        if (span.ParentId.IsZero)
        {
            return SpanColumns.Root;
        }

        var holder = table.Find(span.ParentId);
        if (holder < 0)
        {
            columns.Flags[index] |= SpanFlags.Orphan;
            return SpanColumns.Root;
        }

        return shared.ParentOf(holder, span.Service);
    }
}
