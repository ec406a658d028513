namespace Lumen.Analysis;

/// <summary>Room to sort all spans of a trace at once.</summary>
internal readonly ref struct SortScratch
{
    internal SortScratch(ref Arena arena, int count)
    {
        Rows = arena.Take<KeyedRow>(count);
        Spare = arena.Take<KeyedRow>(count);
    }

    /// <summary>For what is to be sorted.</summary>
    internal Span<KeyedRow> Rows { get; }

    /// <summary>For the sort itself.</summary>
    internal Span<KeyedRow> Spare { get; }
}
