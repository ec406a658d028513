using System.Collections.Immutable;

namespace Lumen.Analysis;

/// <summary>Finds when no span of a trace was active (D8).</summary>
internal static class TraceGaps
{
    /// <summary>
    /// The gaps of at least a length. A span that lies inside its parent adds nothing to what its parent covers, so that only roots and
    /// spans that reach beyond their parents are looked at: few, in most traces.
    /// </summary>
    internal static ImmutableArray<TimeInterval> Find(in Levels levels, in SortScratch scratch, ulong minimum)
    {
        var rows = scratch.Rows[..Collect(in levels, scratch.Rows)];
        if (rows.IsEmpty)
        {
            return [];
        }

        KeyedSort.Sort(rows, scratch.Spare, default(AnyOrder));
        var gaps = ImmutableArray.CreateBuilder<TimeInterval>();
        ulong covered = rows[0].Key, last = covered;
        foreach (var row in rows)
        {
            var end = levels.End[row.Row];
            last = Math.Max(last, end);
            if (end > row.Key)
            {
                AddIfLong(gaps, new TimeInterval(covered, row.Key), minimum);
                covered = Math.Max(covered, end);
            }
        }

        AddIfLong(gaps, new TimeInterval(covered, last), minimum);
        return gaps.DrainToImmutable();
    }

    private static int Collect(in Levels levels, Span<KeyedRow> rows)
    {
        var count = 0;
        for (var place = 0; place < levels.Count; place++)
        {
            var parent = levels.Parent[place];
            if (parent < 0 || levels.Start[place] < levels.Start[parent] || levels.End[place] > levels.End[parent])
            {
                rows[count++] = new KeyedRow(levels.Start[place], place);
            }
        }

        return count;
    }

    private static void AddIfLong(ImmutableArray<TimeInterval>.Builder gaps, TimeInterval gap, ulong minimum)
    {
        if (!gap.IsEmpty && gap.DurationNanos >= minimum)
        {
            gaps.Add(gap);
        }
    }

    /// <summary>The union of intervals does not depend on the order of those that start together.</summary>
    private readonly struct AnyOrder : ITieOrder
    {
        public bool Precedes(int left, int right) => false;
    }
}
