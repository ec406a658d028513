using Lumen.Storage.Embedded.Logs;
using Lumen.Storage.Embedded.Snapshots;
using Lumen.Storage.Embedded.Windows;
using Microsoft.Extensions.Logging;

namespace Lumen.Storage.Embedded.Intake;

/// <summary>
/// The write path: batches go into the active window and its log file, a group at a time, and are acknowledged when the log is durable.
/// One caller at a time; housekeeping waits for its turn at the same gate.
/// </summary>
internal sealed class WindowIntake : IAsyncDisposable
{
    private const string LogCause = "log";

    private readonly StoreContext _context;
    private readonly LogPair _logs;
    private readonly SnapshotBoard _board;
    private readonly EndedWindows _ended;
    private readonly ChunkPool _pool;
    private readonly BucketBounds _bounds;
    private readonly CommitPlan _plan;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private ActiveWindow? _active;
    private long _nextWindow;
    private bool _isClosed;
    private bool _waitsForEnded;

    internal WindowIntake(
        StoreContext context, LogPair logs, SnapshotBoard board, EndedWindows ended, ChunkPool pool, BucketBounds bounds, long nextWindow)
    {
        _context = context;
        _logs = logs;
        _board = board;
        _ended = ended;
        _pool = pool;
        _bounds = bounds;
        _nextWindow = nextWindow;
        _plan = new CommitPlan(context.Options.WindowMaxSpans, pool.ChunkBytes);
    }

    /// <summary>Raised when the active log file turns out to have been deleted: what it held is durable no longer (rule 7).</summary>
    internal event Action? LogLost;

    /// <summary>Goes on with a window that was found in a log. Before the first write.</summary>
    internal void Resume(ActiveWindow window) => _active = window;

    /// <summary>Takes no spans until every window that waits is in a bucket. Before the first write.</summary>
    internal void WaitForEnded() => _waitsForEnded = true;

    /// <summary>Writes a group; see <see cref="ITraceStore.WriteAsync"/>. Outcomes that are not reached keep their value.</summary>
    internal async ValueTask WriteAsync(
        ReadOnlyMemory<SpanBatch> batches, Memory<WriteOutcome> outcomes, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var settled = 0;
            while (settled < batches.Length && !_isClosed && !cancellationToken.IsCancellationRequested)
            {
                if (_active is null && !await TryBeginWindowAsync(cancellationToken).ConfigureAwait(false))
                {
                    return;
                }

                settled += WriteCommit(batches.Span[settled..], outcomes.Span[settled..]);
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Ends the bucket if it has lasted long enough, with or without arrivals (rule 12).</summary>
    internal async ValueTask EndBucketIfDueAsync(CancellationToken cancellationToken) =>
        await EndBucketAsync(mustBeDue: true, cancellationToken).ConfigureAwait(false);

    /// <summary>Ends window and bucket, if there are any.</summary>
    /// <returns>The number of the next window: buckets with lower numbers take no more spans.</returns>
    internal ValueTask<long> EndBucketAsync(CancellationToken cancellationToken) => EndBucketAsync(mustBeDue: false, cancellationToken);

    /// <summary>
    /// Overwrites what the logs hold of windows that are in buckets (rule 16). Writes wait meanwhile.
    /// </summary>
    /// <param name="drain">Returns when no window waits to be written.</param>
    /// <param name="cancellationToken">Gives up before anything is overwritten.</param>
    internal async ValueTask EraseLogsAsync(Func<CancellationToken, ValueTask> drain, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await drain(cancellationToken).ConfigureAwait(false);
            _logs.Erase(_active?.Log, _active?.Position ?? 0, (_active?.Window.Number ?? _nextWindow) - 1);
        }
        catch
        {
            if (_active is { Log.HasFailed: true })
            {
                EndActive();
            }

            throw;
        }
        finally
        {
            _gate.Release();
        }
    }

    private async ValueTask<long> EndBucketAsync(bool mustBeDue, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_isClosed || (mustBeDue && !_bounds.IsDue))
            {
                return _nextWindow;
            }

            if (_active is not null)
            {
                EndActive();
            }

            if (_bounds.TryEnd())
            {
                _ended.Add(new EndedWindow(Window: null, EndsBucket: true));
            }

            return _nextWindow;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Waits for the write that is under way and takes no more.</summary>
    public async ValueTask DisposeAsync()
    {
        await _gate.WaitAsync().ConfigureAwait(false);
        _isClosed = true;
        _active?.Window.Release();
        _active = null;
        _gate.Release();
    }

    private static bool IsEnvironment(Exception exception) => exception is IOException or UnauthorizedAccessException;

    /// <summary>Writes one commit: some batches of the group, one flush.</summary>
    /// <returns>How many batches have their outcome now; 0 if the window had no room and was ended.</returns>
    private int WriteCommit(ReadOnlySpan<SpanBatch> batches, Span<WriteOutcome> outcomes)
    {
        var active = _active!;
        _plan.Make(batches, active);
        if (_plan.BatchCount == 0 || _bounds.IsFull(active.Window))
        {
            EndActive();
            return 0;
        }

        if (!TryMakeRoom(active) || !TryMakeDurable(batches, active))
        {
            return _plan.BatchCount;
        }

        active.Window.Commit();
        _board.Change(snapshot => snapshot.With(active.Window.View));
        _context.Health.Clear(LogCause);
        outcomes[.._plan.BatchCount].Fill(WriteOutcome.Stored);
        return _plan.BatchCount;
    }

    /// <summary>Room is made first: where that fails, nothing that was acknowledged has been touched and the window goes on.</summary>
    private bool TryMakeRoom(ActiveWindow active)
    {
        try
        {
            active.Log.EnsureRoom(_plan.End);
            return true;
        }
        catch (Exception failure) when (IsEnvironment(failure))
        {
            ReportRefusal(failure);
            return false;
        }
    }

    /// <summary>
    /// Writes and flushes. A failure is never rescued by a later flush: the window ends, what it acknowledged is written from memory, and
    /// the file is made anew (rule 6).
    /// </summary>
    private bool TryMakeDurable(ReadOnlySpan<SpanBatch> batches, ActiveWindow active)
    {
        try
        {
            MakeDurable(batches, active);
            return true;
        }
        catch (Exception failure)
        {
            // The window may have taken what its log has not: the next commit must not make that visible.
            active.Log.Distrust();
            ReportRefusal(failure);
            _context.Log.LogWriteFailed(active.Log.Name, failure);
            EndActive();
            return false;
        }
    }

    private void MakeDurable(ReadOnlySpan<SpanBatch> batches, ActiveWindow active)
    {
        var arrival = _context.Time.GetUnixNanos();
        foreach (var count in _plan.Frames)
        {
            active.Write(batches[..count], arrival, _context.Seed);
            batches = batches[count..];
        }

        active.Log.Flush();
        // Whoever deleted the directory may have made it anew: what was just flushed would be in a file that nobody finds again.
        if (!active.Log.IsInPlace || !_context.Lock.IsInPlace)
        {
            LogLost?.Invoke();
            throw new IOException($"The log file '{active.Log.Name}' or the lock beside it was deleted or replaced.");
        }
    }

    private void ReportRefusal(Exception failure) => _context.Health.Report(
        LogCause, StoreStatus.Unhealthy,
        $"Spans are refused and senders asked to try again, because the log in '{_context.Files.Directory}' cannot be written: "
        + failure.Message);

    private void EndActive()
    {
        var active = _active!;
        _active = null;
        if (active.IsEmpty)
        {
            _logs.Unclaim(active.Window.Number);
            active.Window.Release();
            return;
        }

        // A window from a log may have a lower number than a bucket file that was set aside (rule 10).
        _nextWindow = Math.Max(_nextWindow, active.Window.Number + 1);
        _ended.Add(new EndedWindow(active.Window, _bounds.EndWindow(active.Window)));
    }

    private async ValueTask<bool> TryBeginWindowAsync(CancellationToken cancellationToken)
    {
        _waitsForEnded &= !_ended.IsEmpty;
        var log = _waitsForEnded ? null : await ClaimLogAsync(cancellationToken).ConfigureAwait(false);
        if (log is null)
        {
            return false;
        }

        try
        {
            _logs.EnsureBothExist();
            if (log.HasFailed)
            {
                log.Renew();
            }
        }
        catch (Exception failure) when (IsEnvironment(failure))
        {
            _logs.Unclaim(_nextWindow);
            ReportRefusal(failure);
            return false;
        }

        var window = new Window(_nextWindow, _bounds.BeginWindow(_nextWindow), _context.Seed, _pool);
        _active = new ActiveWindow(window, log, LogFile.FirstFrame);
        return true;
    }

    /// <summary>Waits for a free log file as long as patience lasts; then intake refuses.</summary>
    private async ValueTask<LogFile?> ClaimLogAsync(CancellationToken cancellationToken)
    {
        var log = _logs.TryClaim(_nextWindow, out var freed);
        if (log is not null)
        {
            return log;
        }

        try
        {
            await freed.WaitAsync(_context.Options.IntakePatience, _context.Time, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception given) when (given is TimeoutException or OperationCanceledException)
        {
            return null;
        }

        return _logs.TryClaim(_nextWindow, out _);
    }
}
