namespace Lumen.Analysis;

/// <summary>
/// The forest in level order: roots first, then their children, and so on. The children of a span are neighbours in (start, id) order,
/// so that everything that looks at children reads memory in sequence.
/// </summary>
internal ref struct Levels
{
    internal Levels(ref Arena arena, int capacity)
    {
        Source = arena.Take<int>(capacity);
        Start = arena.Take<ulong>(capacity);
        End = arena.Take<ulong>(capacity);
        Parent = arena.Take<int>(capacity);
        FirstChild = arena.Take<int>(capacity + 1);
        IsBlocking = arena.Take<bool>(capacity);
    }

    /// <summary>The number of spans.</summary>
    internal int Count { get; set; }

    /// <summary>The number of roots; they come first.</summary>
    internal int RootCount { get; set; }

    /// <summary>The input index.</summary>
    internal Span<int> Source { get; }

    internal Span<ulong> Start { get; }

    internal Span<ulong> End { get; }

    /// <summary>The place of the parent in this order; -1 for a root.</summary>
    internal Span<int> Parent { get; }

    /// <summary>Children of a span are from here to the first child of the next span; one entry more than there are spans.</summary>
    internal Span<int> FirstChild { get; }

    /// <summary>Whether the parent waits for the span (D3).</summary>
    internal Span<bool> IsBlocking { get; }
}
