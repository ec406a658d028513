namespace Lumen.Analysis;

/// <summary>The order of children that are equal in time, by input index: true children before adopted ones, then by key.</summary>
internal readonly ref struct ChildTies(SpanColumns columns) : ITieOrder
{
    private readonly SpanColumns _columns = columns;

    public bool Precedes(int left, int right)
    {
        var order = (_columns.Flags[left] & SpanFlags.Orphan).CompareTo(_columns.Flags[right] & SpanFlags.Orphan);
        return order != 0 ? order < 0 : _columns.CompareKeys(left, right) < 0;
    }
}
