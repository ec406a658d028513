using Lumen.Storage;

namespace Lumen.Ingestion;

/// <summary>The batches of one commit, in arrays used again and again. For one thread at a time, but for <see cref="GiveUp"/>.</summary>
internal sealed class BatchGroup
{
    private readonly PendingBatch?[] _pending;
    private readonly SpanBatch[] _batches;
    private readonly WriteOutcome[] _outcomes;
    private readonly long _maxBytes;

    internal BatchGroup(int maxBatches, long maxBytes)
    {
        _pending = new PendingBatch[maxBatches];
        _batches = new SpanBatch[maxBatches];
        _outcomes = new WriteOutcome[maxBatches];
        _maxBytes = maxBytes;
    }

    internal int Count { get; private set; }

    internal long Spans { get; private set; }

    internal long Bytes { get; private set; }

    internal ReadOnlyMemory<SpanBatch> Batches => _batches.AsMemory(0, Count);

    internal Memory<WriteOutcome> Outcomes => _outcomes.AsMemory(0, Count);

    /// <summary>Claims all that waits, as far as there is room.</summary>
    /// <returns>Whether there is anything to write.</returns>
    internal bool TryFill(BatchRing<PendingBatch> ring)
    {
        while (Count < _pending.Length && Bytes < _maxBytes && ring.TryDequeue(out var pending))
        {
            if (pending.TryClaim())
            {
                Volatile.Write(ref _pending[Count], pending);
                _batches[Count] = pending.Batch;
                _outcomes[Count] = WriteOutcome.Retry;
                Spans += pending.SpanCount;
                Bytes += pending.Batch.Payload.Length;
                Count++;
            }
        }

        return Count > 0;
    }

    /// <summary>Ends each batch by its outcome, or all of them where the store threw.</summary>
    /// <returns>How many spans were stored.</returns>
    internal long End(bool storeFailed)
    {
        var stored = 0L;
        for (var i = 0; i < Count; i++)
        {
            var pending = _pending[i]!;
            var ending = storeFailed ? BatchEnding.StoreFailed : EndingOf(_outcomes[i]);
            stored += ending == BatchEnding.Stored ? pending.SpanCount : 0;
            pending.End(ending);
        }

        return stored;
    }

    internal void Clear()
    {
        Array.Clear(_pending, 0, Count);
        Array.Clear(_batches, 0, Count);
        (Count, Spans, Bytes) = (0, 0, 0);
    }

    /// <summary>Answers the requests whose batches the store still has. From any thread; what has ended meanwhile is left alone.</summary>
    /// <returns>How many spans those batches have.</returns>
    internal long GiveUp()
    {
        var spans = 0L;
        for (var i = 0; i < _pending.Length; i++)
        {
            if (Volatile.Read(ref _pending[i]) is { HasEnded: false } pending)
            {
                pending.GiveUp(BatchEnding.Closed);
                spans += pending.SpanCount;
            }
        }

        return spans;
    }

    private static BatchEnding EndingOf(WriteOutcome outcome) => outcome switch
    {
        WriteOutcome.Stored => BatchEnding.Stored,
        WriteOutcome.Rejected => BatchEnding.StoreRejected,
        _ => BatchEnding.StoreRetry,
    };
}
