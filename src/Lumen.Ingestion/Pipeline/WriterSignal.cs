using System.Threading.Tasks.Sources;

namespace Lumen.Ingestion;

/// <summary>
/// Wakes the one writer. Any thread may set it, without a lock; a signal that nobody waits for is kept, any number of them as one. The
/// waiter looks for work after each wait, and whoever signals has published the work before, so that none is overlooked (ADR 0010).
/// </summary>
internal sealed class WriterSignal : IValueTaskSource
{
    private const int Idle = 0;
    private const int Signalled = 1;
    private const int Waiting = 2;

    private ManualResetValueTaskSourceCore<bool> _wake = new() { RunContinuationsAsynchronously = true };
    private int _state;

    internal void Set()
    {
        // Only one of those who signal takes the state away from Waiting, so the result is set once.
        if (Interlocked.Exchange(ref _state, Signalled) == Waiting)
        {
            _wake.SetResult(true);
        }
    }

    /// <summary>Waits for a signal. Only one wait at a time.</summary>
    internal ValueTask WaitAsync()
    {
        _wake.Reset();
        if (Interlocked.CompareExchange(ref _state, Waiting, Idle) == Idle)
        {
            return new ValueTask(this, _wake.Version);
        }

        Interlocked.Exchange(ref _state, Idle);
        return ValueTask.CompletedTask;
    }

    void IValueTaskSource.GetResult(short token)
    {
        _wake.GetResult(token);
        Interlocked.Exchange(ref _state, Idle);
    }

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _wake.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _wake.OnCompleted(continuation, state, token, flags);
}
