using System.Numerics;

namespace Lumen.Analysis;

/// <summary>Sums times by (service, name) in an open-addressing table.</summary>
internal ref struct OperationTable
{
    private readonly ReadOnlySpan<AnalyzedSpan> _tree;
    private readonly Span<Slot> _slots;
    private int _count;

    /// <param name="arena">Where memory is taken from.</param>
    /// <param name="tree">The rows whose times are summed.</param>
    internal OperationTable(ref Arena arena, ReadOnlySpan<AnalyzedSpan> tree)
    {
        _tree = tree;
        _slots = arena.TakeZeroed<Slot>((int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(4, 2L * tree.Length)));
    }

    /// <summary>Adds the times of a row to those of its operation.</summary>
    internal void Add(int row)
    {
        ref readonly var span = ref _tree[row];
        ref var slot = ref Locate(in span);
        if (slot.Row == 0)
        {
            slot.Row = row + 1;
            _count++;
        }

        slot.SelfNanos = TimeTotals.Add(slot.SelfNanos, span.SelfNanos);
        slot.CriticalNanos += span.CriticalNanos;
    }

    /// <summary>The sums, in no order.</summary>
    internal readonly OperationTime[] ToArray()
    {
        var totals = new OperationTime[_count];
        var count = 0;
        foreach (ref readonly var slot in _slots)
        {
            if (slot.Row > 0)
            {
                ref readonly var span = ref _tree[slot.Row - 1];
                totals[count++] = new OperationTime(span.Service, span.Name, slot.SelfNanos, slot.CriticalNanos);
            }
        }

        return totals;
    }

    private readonly ref Slot Locate(in AnalyzedSpan span)
    {
        var place = (int)NameHash.Add(NameHash.Add(0, span.Service), span.Name) & (_slots.Length - 1);
        while (_slots[place].Row > 0 && !IsSame(in _tree[_slots[place].Row - 1], in span))
        {
            place = (place + 1) & (_slots.Length - 1);
        }

        return ref _slots[place];
    }

    private static bool IsSame(in AnalyzedSpan left, in AnalyzedSpan right) =>
        string.Equals(left.Name, right.Name, StringComparison.Ordinal)
        && string.Equals(left.Service, right.Service, StringComparison.Ordinal);

    private struct Slot
    {
        /// <summary>A row of the operation plus 1; 0 where the slot is free.</summary>
        internal int Row;
        internal ulong SelfNanos;
        internal ulong CriticalNanos;
    }
}
