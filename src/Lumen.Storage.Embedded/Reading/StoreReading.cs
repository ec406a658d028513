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
        new TraceLookup(Blocks).Find(snapshot, id, new AnswerNotes(_context, snapshot), cancellationToken);

    internal long EstimateTrace(StoreSnapshot snapshot, TraceId id, CancellationToken cancellationToken) =>
        new TraceLookup(Blocks).Estimate(snapshot, id, new AnswerNotes(_context, snapshot), cancellationToken);

    internal TracePage Search(StoreSnapshot snapshot, TraceQuery query, CancellationToken cancellationToken) =>
        new TraceSearch(BeginReading(snapshot), query, cancellationToken).Run();

    /// <summary>Begins one answer from the spans of a snapshot.</summary>
    internal SearchReading BeginReading(StoreSnapshot snapshot) =>
        new(snapshot, _parts, _open, Blocks, new AnswerNotes(_context, snapshot), _context.Options.SearchMaxSpans);

    /// <inheritdoc/>
    public void Dispose() => _open.Dispose();
}
