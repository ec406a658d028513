namespace Lumen.Analysis;

/// <summary>
/// Enumerates the maximal stretches of a span during which none of the children it waits for ran, in ascending time: what self time (D4)
/// and gaps (D8) are made of.
/// </summary>
internal ref struct UncoveredSweep
{
    private readonly Levels _levels;
    private readonly int _endChild;
    private readonly ulong _spanEnd;
    private int _child;
    private int _last;
    private ulong _covered;
    private bool _isDone;

    internal UncoveredSweep(Levels levels, int place)
    {
        _levels = levels;
        _child = levels.FirstChild[place];
        _endChild = levels.FirstChild[place + 1];
        _covered = levels.Start[place];
        _spanEnd = levels.End[place];
        _last = -1;
    }

    /// <summary>The first nanosecond of the current stretch.</summary>
    internal ulong Start { get; private set; }

    /// <summary>The nanosecond after the last one of the current stretch.</summary>
    internal ulong End { get; private set; }

    /// <summary>The child that ends where the current stretch starts, of several the earliest; -1 where the span itself starts.</summary>
    internal int Before { get; private set; }

    /// <summary>The first child that starts where the current stretch ends; -1 where the span itself ends.</summary>
    internal int After { get; private set; }

    internal bool MoveNext()
    {
        for (; _child < _endChild; _child++)
        {
            var start = _levels.Start[_child];
            var end = Math.Min(_levels.End[_child], _spanEnd);
            if (end <= _covered || end <= start || !_levels.IsBlocking[_child])
            {
                continue;
            }

            if (start > _covered)
            {
                SetCurrent(start, _child);
                _covered = start;
                return true;
            }

            _covered = end;
            _last = _child;
        }

        return MoveToEnd();
    }

    private bool MoveToEnd()
    {
        if (_isDone || _covered >= _spanEnd)
        {
            return false;
        }

        _isDone = true;
        SetCurrent(_spanEnd, -1);
        return true;
    }

    private void SetCurrent(ulong end, int after)
    {
        Start = _covered;
        End = end;
        Before = _last;
        After = after;
    }
}
