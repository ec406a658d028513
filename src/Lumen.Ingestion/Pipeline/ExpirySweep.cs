namespace Lumen.Ingestion;

/// <summary>
/// Withdraws what has waited as long as it may. One timer for all that wait, which runs only while something does: a timer for each
/// request would cost every request for what happens to few.
/// </summary>
internal sealed class ExpirySweep : IDisposable
{
    /// <summary>In how many steps the longest wait is watched: an expiry comes at most one step early, never late.</summary>
    private const int Steps = 20;

    private readonly BatchRing<PendingBatch> _ring;
    private readonly TimeProvider _time;
    private readonly TimeSpan _period;
    private readonly long _periodStamps;
    private readonly ITimer _timer;
    private readonly Action<PendingBatch> _withdrawExpired;
    private int _armed;

    internal ExpirySweep(BatchRing<PendingBatch> ring, TimeSpan maxWait, TimeProvider time)
    {
        _ring = ring;
        _time = time;
        _period = maxWait / Steps;
        _periodStamps = (long)(_period.TotalSeconds * time.TimestampFrequency);
        _withdrawExpired = WithdrawExpired;
        _timer = time.CreateTimer(static state => ((ExpirySweep)state!).Run(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Sees to it that the timer runs. Called after each enqueue.</summary>
    internal void Arm()
    {
        if (Volatile.Read(ref _armed) == 0 && Interlocked.Exchange(ref _armed, 1) == 0)
        {
            _timer.Change(_period, Timeout.InfiniteTimeSpan);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private void Run()
    {
        _ring.Visit(_withdrawExpired);
        Interlocked.Exchange(ref _armed, 0);
        if (_ring.Count > 0)
        {
            Arm();
        }
    }

    private void WithdrawExpired(PendingBatch pending)
    {
        if (pending.Deadline - _time.GetTimestamp() <= _periodStamps)
        {
            pending.TryWithdraw(BatchEnding.Expired);
        }
    }
}
