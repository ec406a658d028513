using System.Threading.Tasks.Sources;

namespace Lumen.Ingestion;

/// <summary>
/// A batch that waits for the writer, and the request that waits for its answer. Two races are decided here, each by one
/// compare-and-swap: who ends the batch (the writer that claims it, or whoever withdraws it), and who answers the request. The request
/// can be answered before the batch ends, never the other way round.
/// </summary>
internal sealed class PendingBatch : IValueTaskSource<BatchEnding>
{
    private const int Waiting = 0;
    private const int Claimed = 1;
    private const int Withdrawn = 2;

    private const int Unanswered = 0;
    private const int AnsweredEarly = 1;
    private const int AcknowledgedWhenQueued = 2;
    private const int AnsweredAtEnd = 3;

    private readonly BatchSettlement _settlement;
    private readonly long _reserved;
    private ManualResetValueTaskSourceCore<BatchEnding> _answer = new() { RunContinuationsAsynchronously = true };
    private int _turn;
    private int _answered;
    private bool _ended;

    /// <param name="batch">Owned from now on.</param>
    /// <param name="reserved">The bytes it holds of the intake budget.</param>
    /// <param name="deadline">The time stamp at which it has waited long enough.</param>
    /// <param name="settlement">Where its end is accounted for.</param>
    internal PendingBatch(SpanBatch batch, long reserved, long deadline, BatchSettlement settlement)
    {
        Batch = batch;
        SpanCount = batch.Count;
        Deadline = deadline;
        _reserved = reserved;
        _settlement = settlement;
    }

    /// <summary>The batch; only for the one that has claimed it, until it ends.</summary>
    internal SpanBatch Batch { get; }

    internal int SpanCount { get; }

    internal long Deadline { get; }

    /// <summary>Whether its fate is known and accounted for.</summary>
    internal bool HasEnded => Volatile.Read(ref _ended);

    /// <summary>The answer to the request. Awaited once at most.</summary>
    internal ValueTask<BatchEnding> AnswerAsync() => new(this, _answer.Version);

    /// <summary>Takes the batch for a write. The winner must call <see cref="End"/>, once.</summary>
    internal bool TryClaim() => Interlocked.CompareExchange(ref _turn, Claimed, Waiting) == Waiting;

    /// <summary>Ends the batch unless it has been claimed or withdrawn.</summary>
    internal bool TryWithdraw(BatchEnding ending)
    {
        var withdrawn = Interlocked.CompareExchange(ref _turn, Withdrawn, Waiting) == Waiting;
        if (withdrawn)
        {
            End(ending);
        }

        return withdrawn;
    }

    /// <summary>Accounts for the end of the batch, returns its memory, and answers the request unless it has been answered.</summary>
    internal void End(BatchEnding ending)
    {
        var before = Interlocked.CompareExchange(ref _answered, AnsweredAtEnd, Unanswered);
        _settlement.Settle(this, ending, _reserved, acknowledged: before == AcknowledgedWhenQueued);
        Volatile.Write(ref _ended, true);
        if (before == Unanswered)
        {
            _answer.SetResult(ending);
        }
    }

    /// <summary>Acknowledges a request whose batch waits.</summary>
    /// <returns>False if the batch has ended already; the answer says how.</returns>
    internal bool TryAcknowledge() => TryAnswerEarly(AcknowledgedWhenQueued, BatchEnding.Queued);

    /// <summary>The sender waits no longer: withdraws the batch, or answers for it while the store has it.</summary>
    internal void GiveUp(BatchEnding ending)
    {
        if (!TryWithdraw(ending))
        {
            TryAnswerEarly(AnsweredEarly, BatchEnding.Unknown);
        }
    }

    BatchEnding IValueTaskSource<BatchEnding>.GetResult(short token) => _answer.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<BatchEnding>.GetStatus(short token) => _answer.GetStatus(token);

    void IValueTaskSource<BatchEnding>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _answer.OnCompleted(continuation, state, token, flags);

    private bool TryAnswerEarly(int how, BatchEnding answer)
    {
        if (Interlocked.CompareExchange(ref _answered, how, Unanswered) != Unanswered)
        {
            return false;
        }

        _settlement.CountAnsweredEarly(SpanCount);
        _answer.SetResult(answer);
        return true;
    }
}
