using Lumen.Storage.Embedded.Buckets;
using Lumen.Storage.Embedded.Reading;
using Lumen.Storage.Embedded.Snapshots;

namespace Lumen.Storage.Embedded.Searching;

/// <summary>What a search reads from. One thread at a time, because of the notes.</summary>
internal sealed class SearchReading(
    StoreSnapshot snapshot, BucketParts parts, OpenBlocks open, TraceBlocks blocks, AnswerNotes notes,
    long mostSpans, long mostBytes)
{
    private readonly FactsLookup _facts = new(blocks, open, parts);
    private readonly TraceLookup _traces = new(blocks);

    internal StoreSnapshot Snapshot { get; } = snapshot;

    internal BucketParts Parts { get; } = parts;

    internal OpenBlocks OpenBlocks { get; } = open;

    /// <summary>What the latest facts cost, as a number of spans looked at.</summary>
    internal long SpansReadForFacts => _facts.SpansRead;

    /// <summary>How many spans to look at before the search stops.</summary>
    internal SearchBudget Budget { get; } = new(mostSpans);

    /// <summary>How much memory it may take for the spans of a trace.</summary>
    internal ReadAllowance Allowance { get; } = new(mostBytes);

    /// <summary>Takes down what cannot be read.</summary>
    internal AnswerNotes Notes { get; } = notes;

    /// <summary>The facts of all spans of a trace, copies collapsed.</summary>
    internal IReadOnlyList<SpanFacts> FindFacts(TraceId id, CancellationToken cancellationToken) =>
        _facts.Find(Snapshot, id, Notes, Allowance, cancellationToken)
        ?? [.. FindSpans(id, cancellationToken).Select(SpanFacts.Of)];

    /// <summary>All spans of a trace, copies collapsed.</summary>
    internal IReadOnlyList<Span> FindSpans(TraceId id, CancellationToken cancellationToken) =>
        _traces.Find(Snapshot, id, Notes, Allowance, cancellationToken)?.Spans ?? [];
}
