namespace Lumen.Analysis;

/// <summary>Where each span of the level order stands in the forest order, in which a span is followed by all its descendants.</summary>
internal readonly ref struct TreeOrder
{
    internal TreeOrder(ref Arena arena, in Levels levels)
    {
        SubtreeSize = arena.Take<int>(levels.Count);
        Row = arena.Take<int>(levels.Count);
        Depth = arena.Take<int>(levels.Count);
        AddSizes(in levels);
        Number(in levels);
    }

    /// <summary>By place in level order: the number of spans in the subtree.</summary>
    internal Span<int> SubtreeSize { get; }

    /// <summary>By place in level order: the row in forest order.</summary>
    internal Span<int> Row { get; }

    /// <summary>By place in level order: the number of ancestors.</summary>
    internal Span<int> Depth { get; }

    private void AddSizes(in Levels levels)
    {
        SubtreeSize.Fill(1);
        for (var place = levels.Count - 1; place >= levels.RootCount; place--)
        {
            SubtreeSize[levels.Parent[place]] += SubtreeSize[place];
        }
    }

    private void Number(in Levels levels)
    {
        NumberSiblings(0, levels.RootCount, firstRow: 0, depth: 0);
        for (var place = 0; place < levels.Count; place++)
        {
            NumberSiblings(levels.FirstChild[place], levels.FirstChild[place + 1], Row[place] + 1, Depth[place] + 1);
        }
    }

    private void NumberSiblings(int first, int end, int firstRow, int depth)
    {
        for (var place = first; place < end; place++)
        {
            Row[place] = firstRow;
            Depth[place] = depth;
            firstRow += SubtreeSize[place];
        }
    }
}
