namespace Lumen.AspNetCore.Otlp;

/// <summary>How long a call may take: until its sender goes away, or its <c>grpc-timeout</c> has passed. Disposed with the call.</summary>
internal sealed class CallDeadline : IDisposable
{
    private readonly CancellationTokenSource _timer;
    private readonly CancellationTokenSource _either;

    private CallDeadline(TimeSpan timeout, TimeProvider time, CancellationToken aborted)
    {
        _timer = new CancellationTokenSource(timeout, time);
        _either = CancellationTokenSource.CreateLinkedTokenSource(_timer.Token, aborted);
    }

    /// <summary>Cancelled when the time is over or the sender has gone.</summary>
    public CancellationToken Token => _either.Token;

    /// <summary>Whether the time is over.</summary>
    public bool HasPassed => _timer.IsCancellationRequested;

    /// <summary>Starts the timer of a call, if it has a timeout.</summary>
    public static CallDeadline? Start(TimeSpan? timeout, TimeProvider time, CancellationToken aborted) =>
        timeout is { } length ? new CallDeadline(length, time, aborted) : null;

    public void Dispose()
    {
        _either.Dispose();
        _timer.Dispose();
    }
}
