namespace Lumen.Analysis;

/// <summary>The input and what is found out about each of its spans, by input index.</summary>
internal readonly ref struct SpanColumns
{
    /// <summary>In <see cref="Parent"/>: not looked up yet.</summary>
    internal const int Unresolved = -3;

    /// <summary>In <see cref="Parent"/>: a copy that is not kept.</summary>
    internal const int Dropped = -2;

    /// <summary>In <see cref="Parent"/>: a root.</summary>
    internal const int Root = -1;

    internal SpanColumns(ref Arena arena, ReadOnlySpan<AnalysisSpan> spans)
    {
        Spans = spans;
        Times = arena.Take<TimeInterval>(spans.Length);
        IsConsumer = arena.Take<bool>(spans.Length);
        Parent = arena.Take<int>(spans.Length);
        Parent.Fill(Unresolved);
        Number = arena.TakeZeroed<int>(spans.Length);
        Flags = arena.Take<SpanFlags>(spans.Length);
        RemoteParents = arena.TakeZeroed<RemoteParent>(spans.Length);
    }

    internal ReadOnlySpan<AnalysisSpan> Spans { get; }

    /// <summary>The interval by D0, packed: what the forest is ordered by is read more often than the rest of a span.</summary>
    internal Span<TimeInterval> Times { get; }

    internal Span<bool> IsConsumer { get; }

    /// <summary>The input index of the parent, or one of the constants.</summary>
    internal Span<int> Parent { get; }

    /// <summary>The n of <c>id#n</c>.</summary>
    internal Span<int> Number { get; }

    internal Span<SpanFlags> Flags { get; }

    /// <summary>What the copies of a span say together about its parent; unknown for most.</summary>
    internal Span<RemoteParent> RemoteParents { get; }

    internal RemoteParent RemoteParentOf(int index) => (RemoteParent)Math.Max((byte)Spans[index].RemoteParent, (byte)RemoteParents[index]);

    /// <summary>The order of keys.</summary>
    internal int CompareKeys(int left, int right)
    {
        var order = Spans[left].Id.CompareTo(Spans[right].Id);
        return order != 0 ? order : Number[left].CompareTo(Number[right]);
    }
}
