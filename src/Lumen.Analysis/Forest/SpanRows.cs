namespace Lumen.Analysis;

/// <summary>Writes the rows of the result.</summary>
internal static class SpanRows
{
    /// <summary>
    /// Goes through the forest in level order, in which the columns lie, and puts each row where it belongs in forest order.
    /// </summary>
    internal static AnalyzedSpan[] Write(
        scoped in SpanColumns columns,
        scoped in Levels levels,
        scoped in TreeOrder order,
        scoped ReadOnlySpan<ulong> criticalNanos,
        ref GapList gaps)
    {
        var rows = new AnalyzedSpan[levels.Count];
        for (var place = 0; place < rows.Length; place++)
        {
            var source = levels.Source[place];
            var parent = levels.Parent[place];
            ref readonly var span = ref columns.Spans[source];
            rows[order.Row[place]] = new AnalyzedSpan
            {
                Key = new SpanKey(span.Id, columns.Number[source]),
                Source = source,
                Parent = parent < 0 ? -1 : order.Row[parent],
                Depth = order.Depth[place],
                SubtreeSize = order.SubtreeSize[place],
                IsBlocking = levels.IsBlocking[place],
                Flags = columns.Flags[source],
                Service = span.Service,
                Name = span.Name,
                StartUnixNano = levels.Start[place],
                EndUnixNano = levels.End[place],
                SelfNanos = gaps.Sweep(place),
                CriticalNanos = criticalNanos[place],
            };
        }

        return rows;
    }
}
