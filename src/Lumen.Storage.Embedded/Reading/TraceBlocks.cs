using Lumen.Storage.Embedded.Buckets;
using Lumen.Storage.Embedded.Postings;
using Lumen.Storage.Embedded.Segments;
using Lumen.Storage.Embedded.Snapshots;

namespace Lumen.Storage.Embedded.Reading;

/// <summary>Finds the blocks that hold spans of a trace, by the postings, and reads their columns. Thread-safe.</summary>
internal sealed class TraceBlocks(long seed, BucketParts parts, OpenBlocks open)
{
    /// <summary>Visits every place where spans of a trace are.</summary>
    /// <param name="snapshot">Where to look.</param>
    /// <param name="id">The trace.</param>
    /// <param name="notes">Takes down what cannot be read.</param>
    /// <param name="visit">Gets a place, which is valid during the call.</param>
    /// <param name="cancellationToken">Gives up before the next segment.</param>
    internal void Visit(
        StoreSnapshot snapshot, TraceId id, AnswerNotes notes, Action<FoundSpans> visit, CancellationToken cancellationToken) =>
        VisitBlocks(snapshot, id, notes, (bucket, segment, block) => Visit(bucket, segment, block, id, visit), cancellationToken);

    /// <summary>Visits every block that may hold spans of a trace.</summary>
    /// <param name="snapshot">Where to look.</param>
    /// <param name="id">The trace.</param>
    /// <param name="notes">Takes down what cannot be read.</param>
    /// <param name="visit">Gets a block.</param>
    /// <param name="cancellationToken">Gives up before the next segment.</param>
    internal void VisitBlocks(
        StoreSnapshot snapshot, TraceId id, AnswerNotes notes, Action<BucketView, Segment, int> visit, CancellationToken cancellationToken)
    {
        foreach (var (bucket, segment, blocks) in Find(snapshot, id, notes, cancellationToken))
        {
            foreach (var block in blocks)
            {
                notes.Read(bucket, segment, () => visit(bucket, segment, block));
            }
        }
    }

    /// <summary>How many blocks may hold spans of a trace, by the postings alone.</summary>
    /// <param name="snapshot">Where to look.</param>
    /// <param name="id">The trace.</param>
    /// <param name="notes">Takes down what cannot be read.</param>
    /// <param name="cancellationToken">Gives up before the next segment.</param>
    internal long Count(StoreSnapshot snapshot, TraceId id, AnswerNotes notes, CancellationToken cancellationToken) =>
        Find(snapshot, id, notes, cancellationToken).Sum(static place => (long)place.Blocks.Count);

    private IEnumerable<(BucketView Bucket, Segment Segment, List<int> Blocks)> Find(
        StoreSnapshot snapshot, TraceId id, AnswerNotes notes, CancellationToken cancellationToken)
    {
        var hash = TraceHash.Posting(TraceHash.Of(id, seed));
        var blocks = new List<int>();
        foreach (var bucket in snapshot.Buckets.Views)
        {
            foreach (var segment in bucket.Segments)
            {
                cancellationToken.ThrowIfCancellationRequested();
                blocks.Clear();
                notes.Read(bucket, segment, () => parts.FindBlocks(bucket, segment, hash, blocks));
                yield return (bucket, segment, blocks);
            }
        }
    }

    private void Visit(BucketView bucket, Segment segment, int block, TraceId id, Action<FoundSpans> visit)
    {
        var catalog = parts.CatalogOf(bucket);
        using var found = open.Open(bucket, segment, block);
        var traces = found.Columns.TraceIds.AsSpan(0, found.Columns.Count);
        var first = traces.IndexOf(id);
        if (first >= 0)
        {
            visit(new FoundSpans(catalog, found, first, traces[first..].LastIndexOf(id) + 1));
        }
    }
}
