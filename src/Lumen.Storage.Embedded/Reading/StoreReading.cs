using Lumen.Storage.Embedded.Buckets;
using Lumen.Storage.Embedded.Searching;
using Lumen.Storage.Embedded.Snapshots;

namespace Lumen.Storage.Embedded.Reading;

/// <summary>Answers questions from a snapshot. Thread-safe.</summary>
internal sealed class StoreReading : IDisposable
{
    private readonly StoreContext _context;
    private readonly BucketParts _parts;
    private readonly OpenBlocks _open;

    /// <summary>Makes it.</summary>
    internal StoreReading(StoreContext context, BucketParts parts)
    {
        _context = context;
        _parts = parts;
        _open = new OpenBlocks(parts);
    }

    private TraceBlocks Blocks => new(_context.Seed, _parts, _open);

    internal Trace? FindTrace(StoreSnapshot snapshot, TraceId id, CancellationToken cancellationToken) =>
        new TraceLookup(Blocks).Find(snapshot, id, new AnswerNotes(_context, snapshot), allowance: null, cancellationToken);

    internal long EstimateTrace(StoreSnapshot snapshot, TraceId id, CancellationToken cancellationToken) =>
        new TraceLookup(Blocks).Estimate(snapshot, id, new AnswerNotes(_context, snapshot), cancellationToken);

    internal TracePage Search(StoreSnapshot snapshot, TraceQuery query, CancellationToken cancellationToken) =>
        new TraceSearch(BeginReading(snapshot, query.MaxReadBytes), query, cancellationToken).Run();

    /// <summary>Begins one answer from the spans of a snapshot.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="mostBytes">How much memory it may take for the spans of a trace.</param>
    internal SearchReading BeginReading(StoreSnapshot snapshot, long mostBytes = long.MaxValue) =>
        new(snapshot, _parts, _open, Blocks, new AnswerNotes(_context, snapshot), _context.Options.SearchMaxSpans, mostBytes);

    /// <inheritdoc/>
    public void Dispose() => _open.Dispose();
}
