namespace Lumen.Analysis;

/// <summary>
/// Sums times by service, or by service and name, in an open-addressing table that is at most half full. It starts small: most traces have
/// few operations, and a small table stays in the cache.
/// </summary>
internal ref struct TotalsTable
{
    private const int FirstSlots = 64;
    private const int Growth = 4;

    private readonly ref Arena _arena;
    private readonly ReadOnlySpan<AnalyzedSpan> _tree;
    private readonly bool _isByName;
    private Span<Total> _slots;
    private int _count;

    /// <param name="arena">Where memory is taken from.</param>
    /// <param name="tree">The rows whose times are summed.</param>
    /// <param name="isByName">Whether the operations of a service are told apart.</param>
    internal TotalsTable(ref Arena arena, ReadOnlySpan<AnalyzedSpan> tree, bool isByName)
    {
        _arena = ref arena;
        _tree = tree;
        _isByName = isByName;
        _slots = arena.TakeZeroed<Total>(FirstSlots);
    }

    /// <summary>Adds times to those of the operation or service of a row.</summary>
    internal void Add(int row, ulong selfNanos, ulong criticalNanos)
    {
        ref readonly var span = ref _tree[row];
        var hash = NameHash.Add(0, span.Service);
        hash = _isByName ? NameHash.Add(hash, span.Name) : hash;
        ref var slot = ref Locate(hash, in span);
        if (slot.Row == 0)
        {
            if (2 * _count >= _slots.Length)
            {
                Grow();
                slot = ref Locate(hash, in span);
            }

            slot.Hash = hash;
            slot.Row = row + 1;
            _count++;
        }

        slot.SelfNanos = selfNanos > ulong.MaxValue - slot.SelfNanos ? ulong.MaxValue : slot.SelfNanos + selfNanos;
        slot.CriticalNanos += criticalNanos;
    }

    /// <summary>The totals: most critical time first, then most self time, then by service and name.</summary>
    internal readonly ReadOnlySpan<Total> ToSorted()
    {
        var order = _arena.Take<KeyedRow>(2 * _count);
        var count = 0;
        for (var slot = 0; slot < _slots.Length; slot++)
        {
            if (_slots[slot].Row > 0)
            {
                order[count++] = new KeyedRow(~_slots[slot].CriticalNanos, slot);
            }
        }

        KeyedSort.Sort(order[..count], order[count..], new TotalTies(_slots, _tree));
        var sorted = _arena.Take<Total>(count);
        for (var total = 0; total < count; total++)
        {
            sorted[total] = _slots[order[total].Row];
        }

        return sorted;
    }

    private readonly ref Total Locate(ulong hash, in AnalyzedSpan span)
    {
        var place = (int)hash & (_slots.Length - 1);
        while (_slots[place].Row > 0 && !(_slots[place].Hash == hash && IsSame(in _tree[_slots[place].Row - 1], in span)))
        {
            place = (place + 1) & (_slots.Length - 1);
        }

        return ref _slots[place];
    }

    private void Grow()
    {
        var full = _slots;
        _slots = _arena.TakeZeroed<Total>(full.Length * Growth);
        foreach (ref readonly var slot in full)
        {
            if (slot.Row > 0)
            {
                Locate(slot.Hash, in _tree[slot.Row - 1]) = slot;
            }
        }
    }

    private readonly bool IsSame(in AnalyzedSpan left, in AnalyzedSpan right) =>
        string.Equals(left.Service, right.Service, StringComparison.Ordinal)
        && (!_isByName || string.Equals(left.Name, right.Name, StringComparison.Ordinal));

    /// <summary>The order of totals of the same critical time.</summary>
    private readonly ref struct TotalTies(ReadOnlySpan<Total> slots, ReadOnlySpan<AnalyzedSpan> tree) : ITieOrder
    {
        private readonly ReadOnlySpan<Total> _slots = slots;
        private readonly ReadOnlySpan<AnalyzedSpan> _tree = tree;

        public bool Precedes(int left, int right)
        {
            var order = _slots[right].SelfNanos.CompareTo(_slots[left].SelfNanos);
            return order != 0 ? order < 0 : CompareNames(in _tree[_slots[left].Row - 1], in _tree[_slots[right].Row - 1]) < 0;
        }

        private static int CompareNames(in AnalyzedSpan left, in AnalyzedSpan right)
        {
            var order = string.CompareOrdinal(left.Service, right.Service);
            return order != 0 ? order : string.CompareOrdinal(left.Name, right.Name);
        }
    }
}
