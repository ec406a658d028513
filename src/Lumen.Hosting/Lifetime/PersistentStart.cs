using Microsoft.Extensions.Logging;

namespace Lumen.Hosting;

/// <summary>
/// Starts a part of Lumen, again and again until it has started or the host stops. No failure of the part leaves this class: the host
/// lives on.
/// </summary>
internal sealed class PersistentStart
{
    private readonly string _part;
    private readonly Func<CancellationToken, ValueTask> _start;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly TaskCompletionSource _firstAttempt = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _run = Task.CompletedTask;
    private volatile string? _failure;

    internal PersistentStart(string part, Func<CancellationToken, ValueTask> start, TimeProvider time, ILogger logger)
    {
        _part = part;
        _start = start;
        _time = time;
        _logger = logger;
    }

    /// <summary>Ends with the first attempt, whichever way that ends.</summary>
    internal Task FirstAttempt => _firstAttempt.Task;

    /// <summary>Ends when the part has started, or the host stops.</summary>
    internal Task Completion => _run;

    /// <summary>Why the latest attempt failed; null if none has, and after one that succeeded.</summary>
    internal string? Failure => _failure;

    internal void Begin(CancellationToken stopping)
    {
        // What is started lives longer than whoever starts it, and keeps none of its context.
        using (ExecutionContext.SuppressFlow())
        {
            _run = Task.Run(() => RunAsync(stopping), CancellationToken.None);
        }
    }

    private async Task RunAsync(CancellationToken stopping)
    {
        for (var failures = 1; !await TryStartAsync(stopping) && !stopping.IsCancellationRequested; failures++)
        {
            _firstAttempt.TrySetResult();
            await Task.Delay(BackoffSchedule.After(failures), _time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        _firstAttempt.TrySetResult();
    }

    private async Task<bool> TryStartAsync(CancellationToken stopping)
    {
        try
        {
            await _start(stopping);
            Report(null);
            return true;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return false;
        }
        catch (Exception exception)
        {
            Report(exception);
            return false;
        }
    }

    private void Report(Exception? exception)
    {
        var before = _failure;
        _failure = exception?.Message;
        if (exception is null)
        {
            _logger.PartStarted(_part);
        }
        else if (exception.Message != before)
        {
            // The same failure again is no news: a second host on one directory writes one line, not one every half minute. What the
            // environment does is said by the message; where it was noticed helps nobody.
            _logger.PartDidNotStart(exception is IOException ? null : exception, _part, exception.Message);
        }
    }
}
