namespace Lumen.Analysis;

/// <summary>
/// Finds critical paths (D6). From the end of a window back: the parent could not go on before the child that ended last; before that
/// child started, the latest thing finished by then decided, or the parent itself. Each child is looked at once.
/// </summary>
internal ref struct PathWalk
{
    private readonly Levels _levels;
    private readonly SortScratch _scratch;
    private readonly OverlapTolerance _tolerance;
    private readonly Span<Section> _sections;
    private readonly Span<WalkFrame> _frames;
    private SameEnd _ties;
    private int _sectionCount;
    private int _frameCount;

    /// <param name="arena">Where memory is taken from.</param>
    /// <param name="levels">The forest.</param>
    /// <param name="columns">The spans.</param>
    /// <param name="scratch">Candidates are stacked in its rows.</param>
    /// <param name="maximumDepth">The greatest number of ancestors of a span.</param>
    /// <param name="tolerance">The tolerated overlap.</param>
    internal PathWalk(
        ref Arena arena, Levels levels, SpanColumns columns, SortScratch scratch, int maximumDepth, OverlapTolerance tolerance)
    {
        _levels = levels;
        _scratch = scratch;
        _tolerance = tolerance;
        _ties = new SameEnd(levels, columns);
        _sections = arena.Take<Section>(2 * levels.Count);
        _frames = arena.Take<WalkFrame>(maximumDepth + 1);
    }

    /// <summary>The sections of all walks so far.</summary>
    internal readonly ReadOnlySpan<Section> Sections => _sections[.._sectionCount];

    /// <summary>Appends the path of a root, in ascending time.</summary>
    /// <returns>The number of its sections.</returns>
    internal int Walk(int root)
    {
        var first = _sectionCount;
        if (_levels.End[root] > _levels.Start[root])
        {
            Enter(root, _levels.Start[root], _levels.End[root]);
        }

        while (_frameCount > 0)
        {
            Continue(ref _frames[_frameCount - 1]);
        }

        _sections[first.._sectionCount].Reverse();
        return _sectionCount - first;
    }

    private void Enter(int place, ulong start, ulong end)
    {
        if (_levels.FirstChild[place] == _levels.FirstChild[place + 1])
        {
            _sections[_sectionCount++] = new Section(place, start, end);
            return;
        }

        var candidates = _frameCount == 0 ? 0 : _frames[_frameCount - 1].EndCandidate;
        _frames[_frameCount++] = new WalkFrame
        {
            Place = place,
            WindowStart = start,
            WindowEnd = end,
            Cursor = end,
            Tolerated = _tolerance.LongestOverlap(end - start),
            FirstCandidate = candidates,
            NextCandidate = candidates,
            EndCandidate = candidates + StackCandidates(place, start, end, _scratch.Rows[candidates..]),
        };
    }

    /// <summary>Puts the children that have part in the window in the order of (end descending, start, key).</summary>
    private int StackCandidates(int place, ulong start, ulong end, Span<KeyedRow> candidates)
    {
        var count = 0;
        for (var child = _levels.FirstChild[place + 1] - 1; child >= _levels.FirstChild[place]; child--)
        {
            var childEnd = Math.Min(_levels.End[child], end);
            if (_levels.IsBlocking[child] && childEnd > Math.Max(_levels.Start[child], start))
            {
                candidates[count++] = new KeyedRow(~childEnd, child);
            }
        }

        if (count > 1)
        {
            _ties.WindowStart = start;
            KeyedSort.Sort(candidates[..count], _scratch.Spare, in _ties);
        }

        return count;
    }

    /// <summary>Goes on to the next child that decided something, or leaves the span.</summary>
    private void Continue(ref WalkFrame frame)
    {
        while (frame.NextCandidate < frame.EndCandidate)
        {
            var candidate = _scratch.Rows[frame.NextCandidate++];
            var end = ~candidate.Key;
            var start = Math.Max(_levels.Start[candidate.Row], frame.WindowStart);
            if (end > frame.Cursor && (end - frame.Cursor > frame.Tolerated || start >= frame.Cursor))
            {
                continue;
            }

            end = Math.Min(end, frame.Cursor);
            Emit(frame.Place, end, frame.Cursor);
            frame.Cursor = start;
            Enter(candidate.Row, start, end);
            return;
        }

        Emit(frame.Place, frame.WindowStart, frame.Cursor);
        _frameCount--;
    }

    private void Emit(int place, ulong start, ulong end)
    {
        if (end > start)
        {
            _sections[_sectionCount++] = new Section(place, start, end);
        }
    }

    /// <summary>The order of candidates that end together in a window.</summary>
    private ref struct SameEnd(Levels levels, SpanColumns columns) : ITieOrder
    {
        private readonly Levels _levels = levels;
        private readonly ChildTies _ties = new(columns);

        internal ulong WindowStart { get; set; }

        public readonly bool Precedes(int left, int right)
        {
            var leftStart = Math.Max(_levels.Start[left], WindowStart);
            var rightStart = Math.Max(_levels.Start[right], WindowStart);
            return leftStart != rightStart ? leftStart < rightStart : _ties.Precedes(_levels.Source[left], _levels.Source[right]);
        }
    }
}
