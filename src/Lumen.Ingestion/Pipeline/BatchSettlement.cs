using Lumen.Ledger;

namespace Lumen.Ingestion;

/// <summary>Settles what ends: the ledger gets its fate, the pool its arrays, the intake budget its bytes. Thread-safe.</summary>
internal sealed class BatchSettlement
{
    private readonly SpanLedger _ledger;
    private readonly IntakeBudget _budget;

    internal BatchSettlement(SpanLedger ledger, IntakeBudget budget)
    {
        _ledger = ledger;
        _budget = budget;
    }

    /// <param name="pending">What ended; by its one owner.</param>
    /// <param name="ending">How.</param>
    /// <param name="reserved">The bytes to release.</param>
    /// <param name="acknowledged">Whether the sender believes it stored: then it is not refused but lost.</param>
    internal void Settle(PendingBatch pending, BatchEnding ending, long reserved, bool acknowledged)
    {
        pending.Batch.Dispose();
        _budget.Release(reserved);
        var fate = ending.Fate();
        _ledger.Settle(acknowledged && fate != SpanFate.Stored ? SpanFate.Dropped : fate, ending.Reason(), pending.SpanCount);
    }

    internal void CountAnsweredEarly(int spans) => _ledger.CountAnsweredBeforeOutcome(spans);
}
