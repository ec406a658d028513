using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Lumen.Analysis;

/// <summary>Collects the gaps of spans (D8).</summary>
internal ref struct GapList
{
    private readonly Levels _levels;
    private readonly TreeOrder _order;
    private readonly ulong _minimum;
    private SpanGap[] _gaps;
    private int _count;

    /// <param name="levels">The forest.</param>
    /// <param name="order">Where its spans stand in the result.</param>
    /// <param name="minimum">The length from which a gap is kept, in nanoseconds.</param>
    internal GapList(Levels levels, TreeOrder order, ulong minimum)
    {
        _levels = levels;
        _order = order;
        _minimum = minimum;
        _gaps = [];
    }

    /// <summary>Measures the self time of a span and keeps its gaps.</summary>
    /// <returns>The self time in nanoseconds.</returns>
    internal ulong Sweep(int place)
    {
        var self = 0UL;
        var sweep = new UncoveredSweep(_levels, place);
        while (sweep.MoveNext())
        {
            var length = sweep.End - sweep.Start;
            self += length;
            if (length >= _minimum && (sweep.Before >= 0 || sweep.After >= 0))
            {
                Add(_order.Row[place], in sweep);
            }
        }

        return self;
    }

    /// <summary>The gaps in ascending start, those of one start in forest order.</summary>
    internal readonly ImmutableArray<SpanGap> ToImmutable()
    {
        var gaps = _count == _gaps.Length ? _gaps : _gaps[.._count];
        Array.Sort(gaps, static (left, right) =>
            left.StartUnixNano != right.StartUnixNano ? left.StartUnixNano.CompareTo(right.StartUnixNano) : left.Row.CompareTo(right.Row));
        return ImmutableCollectionsMarshal.AsImmutableArray(gaps);
    }

    private void Add(int row, in UncoveredSweep sweep)
    {
        if (_count == _gaps.Length)
        {
            Array.Resize(ref _gaps, Math.Max(4, 2 * _count));
        }

        var kind = sweep.Before < 0 ? GapKind.Leading : sweep.After < 0 ? GapKind.Trailing : GapKind.Between;
        var before = sweep.Before < 0 ? -1 : _order.Row[sweep.Before];
        var after = sweep.After < 0 ? -1 : _order.Row[FirstToEnd(sweep.After)];
        _gaps[_count++] = new SpanGap(row, kind, sweep.Start, sweep.End, before, after);
    }

    /// <summary>Of the children that start together, the one that ends first; they are neighbours, and each is seen once per gap.</summary>
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
}
