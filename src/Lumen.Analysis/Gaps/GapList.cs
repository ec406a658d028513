using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Lumen.Analysis;

/// <summary>
/// Finds the stretches of spans during which no child they wait for ran: self time (D4) is their sum, gaps (D8) are those long enough.
/// </summary>
internal ref struct GapList
{
    private const int FirstCapacity = 64;

    private readonly ref Arena _arena;
    private readonly Levels _levels;
    private readonly TreeOrder _order;
    private readonly ulong _minimum;
    private Span<SpanGap> _gaps;
    private int _count;

    /// <param name="arena">Where memory is taken from.</param>
    /// <param name="levels">The forest.</param>
    /// <param name="order">Where its spans stand in the result.</param>
    /// <param name="minimum">The length from which a gap is kept, in nanoseconds.</param>
    internal GapList(ref Arena arena, Levels levels, TreeOrder order, ulong minimum)
    {
        _arena = ref arena;
        _levels = levels;
        _order = order;
        _minimum = minimum;
        _gaps = arena.Take<SpanGap>(FirstCapacity);
    }

    /// <summary>Measures the self time of a span and keeps its gaps.</summary>
    /// <returns>The self time in nanoseconds.</returns>
    internal ulong Sweep(int place)
    {
        ulong self = 0, covered = _levels.Start[place], spanEnd = _levels.End[place];
        var last = -1;
        for (var child = _levels.FirstChild[place]; child < _levels.FirstChild[place + 1]; child++)
        {
            var start = _levels.Start[child];
            var end = Math.Min(_levels.End[child], spanEnd);
            if (end <= covered || end <= start || !_levels.IsBlocking[child])
            {
                continue;
            }

            if (start > covered)
            {
                self += start - covered;
                AddIfLong(place, covered, start, last, child);
            }

            covered = end;
            last = child;
        }

        if (last >= 0 && spanEnd > covered)
        {
            AddIfLong(place, covered, spanEnd, last, -1);
        }

        return self + (spanEnd - covered);
    }

    /// <summary>The gaps in ascending start, those of one start in forest order.</summary>
    internal readonly ImmutableArray<SpanGap> ToImmutable()
    {
        var order = _arena.Take<KeyedRow>(2 * _count);
        for (var gap = 0; gap < _count; gap++)
        {
            order[gap] = new KeyedRow(_gaps[gap].StartUnixNano, gap);
        }

        KeyedSort.Sort(order[.._count], order[_count..], new GapTies(_gaps));
        var gaps = new SpanGap[_count];
        for (var gap = 0; gap < gaps.Length; gap++)
        {
            gaps[gap] = _gaps[order[gap].Row];
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(gaps);
    }

    private void AddIfLong(int place, ulong start, ulong end, int before, int after)
    {
        if (end - start < _minimum)
        {
            return;
        }

        if (_count == _gaps.Length)
        {
            Grow();
        }

        var kind = before < 0 ? GapKind.Leading : after < 0 ? GapKind.Trailing : GapKind.Between;
        var afterRow = after < 0 ? -1 : _order.Row[FirstToEnd(after)];
        _gaps[_count++] = new SpanGap(_order.Row[place], kind, start, end, before < 0 ? -1 : _order.Row[before], afterRow);
    }

    private void Grow()
    {
        var full = _gaps;
        _gaps = _arena.Take<SpanGap>(2 * full.Length);
        full.CopyTo(_gaps);
    }

    /// <summary>Of the children that start together, the one that ends first. They are neighbours, and seen for one gap only.</summary>
    private readonly int FirstToEnd(int child)
    {
        var first = child;
        var parentEnd = _levels.End[_levels.Parent[child]];
        var endChild = _levels.FirstChild[_levels.Parent[child] + 1];
        for (var next = child + 1; next < endChild && _levels.Start[next] == _levels.Start[child]; next++)
        {
            var end = Math.Min(_levels.End[next], parentEnd);
            if (_levels.IsBlocking[next] && end > _levels.Start[next] && end < Math.Min(_levels.End[first], parentEnd))
            {
                first = next;
            }
        }

        return first;
    }

    private readonly ref struct GapTies(ReadOnlySpan<SpanGap> gaps) : ITieOrder
    {
        private readonly ReadOnlySpan<SpanGap> _gaps = gaps;

        public bool Precedes(int left, int right) => _gaps[left].Row < _gaps[right].Row;
    }
}
