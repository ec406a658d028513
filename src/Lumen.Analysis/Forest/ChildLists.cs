namespace Lumen.Analysis;

/// <summary>The children of every span by input index, not in order.</summary>
internal readonly ref struct ChildLists
{
    private readonly Span<int> _first;
    private readonly Span<int> _children;

    internal ChildLists(ref Arena arena, in SpanColumns columns)
    {
        var parents = columns.Parent;
        _first = arena.TakeZeroed<int>(parents.Length + 1);
        _children = arena.Take<int>(parents.Length);
        foreach (var parent in parents)
        {
            if (parent >= 0)
            {
                _first[parent]++;
            }
        }

        AccumulateCounts();
        for (var index = parents.Length - 1; index >= 0; index--)
        {
            if (parents[index] >= 0)
            {
                _children[--_first[parents[index]]] = index;
            }
        }
    }

    internal ReadOnlySpan<int> Of(int index) => _children[_first[index].._first[index + 1]];

    /// <summary>Turns counts into the ends of the lists; filling them backwards turns ends into starts.</summary>
    private void AccumulateCounts()
    {
        var sum = 0;
        for (var index = 0; index < _first.Length; index++)
        {
            sum += _first[index];
            _first[index] = sum;
        }
    }
}
