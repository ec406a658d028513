namespace Lumen;

/// <summary>The spans of one trace that a store found. Immutable and safe to share between threads.</summary>
public sealed class Trace
{
    /// <summary>
    /// About how many bytes of memory a span takes beside its content, in a trace and while the trace is analysed: for estimates.
    /// </summary>
    public const int BytesBesideContent = 500;

    /// <summary>Makes a trace of its spans. Copies (see <see cref="Span.IsCopyOf"/>) are collapsed to the first.</summary>
    /// <param name="id">The trace id.</param>
    /// <param name="spans">The spans in any order.</param>
    /// <param name="incompleteReason">
    /// Why spans may be missing (a damaged range, for instance), as a sentence; null if nothing says so.
    /// </param>
    public Trace(TraceId id, IEnumerable<Span> spans, string? incompleteReason = null)
    {
        Id = id;
        IncompleteReason = incompleteReason;
        Spans = WithoutCopies(spans);
    }

    /// <summary>The trace id.</summary>
    public TraceId Id { get; }

    /// <summary>
    /// The spans by start, then id, then bytes: the same stored spans give the same order, whatever order they arrived in.
    /// </summary>
    public IReadOnlyList<Span> Spans { get; }

    /// <summary>Whether nothing that was stored is known to be missing. Spans that have not arrived yet cannot be known.</summary>
    public bool IsComplete => IncompleteReason is null;

    /// <summary>Why spans may be missing, as a sentence; null if nothing says so.</summary>
    public string? IncompleteReason { get; }

    /// <summary>About how many bytes of memory it takes, its analysis included. O(n).</summary>
    public long EstimateBytes() => Spans.Sum(static span => BytesBesideContent + (long)span.Encoded.Length);

    private static List<Span> WithoutCopies(IEnumerable<Span> spans)
    {
        var ordered = spans.ToList();
        ordered.Sort(Compare);
        var kept = new List<Span>(ordered.Count);
        foreach (var span in ordered)
        {
            // Copies are neighbours: the order is over everything that makes them equal.
            if (kept.Count == 0 || !kept[^1].IsCopyOf(span))
            {
                kept.Add(span);
            }
        }

        return kept;
    }

    private static int Compare(Span left, Span right)
    {
        var order = left.StartUnixNano.CompareTo(right.StartUnixNano);
        order = order != 0 ? order : left.Id.CompareTo(right.Id);
        order = order != 0 ? order : left.Encoded.Span.SequenceCompareTo(right.Encoded.Span);
        order = order != 0 ? order : left.Resource.Encoded.Span.SequenceCompareTo(right.Resource.Encoded.Span);
        order = order != 0 ? order : string.CompareOrdinal(left.Resource.SchemaUrl, right.Resource.SchemaUrl);
        order = order != 0 ? order : left.Scope.Encoded.Span.SequenceCompareTo(right.Scope.Encoded.Span);
        return order != 0 ? order : string.CompareOrdinal(left.Scope.SchemaUrl, right.Scope.SchemaUrl);
    }
}
