namespace Lumen.Analysis;

/// <summary>
/// The order of different spans with one id (D1): by start, longer first, service, name, kind, parent; status and input index make it
/// total.
/// </summary>
internal readonly ref struct ContentOrder(SpanColumns columns) : ITieOrder
{
    private readonly SpanColumns _columns = columns;

    public bool Precedes(int left, int right)
    {
        var order = Compare(left, right);
        return order != 0 ? order < 0 : left < right;
    }

    /// <summary>0 if one of the spans is a copy of the other.</summary>
    internal int Compare(int left, int right)
    {
        var order = _columns.Times[left].StartUnixNano.CompareTo(_columns.Times[right].StartUnixNano);
        order = order != 0 ? order : _columns.Times[right].EndUnixNano.CompareTo(_columns.Times[left].EndUnixNano);
        return order != 0 ? order : CompareNames(in _columns.Spans[left], in _columns.Spans[right]);
    }

    private static int CompareNames(in AnalysisSpan left, in AnalysisSpan right)
    {
        var order = string.CompareOrdinal(left.Service, right.Service);
        order = order != 0 ? order : string.CompareOrdinal(left.Name, right.Name);
        order = order != 0 ? order : left.Kind.CompareTo(right.Kind);
        order = order != 0 ? order : left.ParentId.CompareTo(right.ParentId);
        return order != 0 ? order : left.Status.CompareTo(right.Status);
    }
}
