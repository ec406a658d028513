using Lumen.Storage.Embedded.Buckets;
using Lumen.Storage.Embedded.Files;
using Lumen.Storage.Embedded.Intake;
using Lumen.Storage.Embedded.Logs;
using Lumen.Storage.Embedded.Reading;
using Lumen.Storage.Embedded.Retention;
using Lumen.Storage.Embedded.Snapshots;

namespace Lumen.Storage.Embedded;

/// <summary>One directory while it is open: holds its lock, takes writes, gives out snapshots, and works in the background.</summary>
internal sealed class StoreSession : IAsyncDisposable
{
    private static readonly TimeSpan HousekeepingPeriod = TimeSpan.FromSeconds(1);

    private readonly StoreParts _parts;
    private readonly BackgroundLoop _writing;
    private readonly BackgroundLoop _housekeeping;
    private readonly BackgroundLoop _scrubbing;
    private readonly RoomProbe _room;
    private readonly CancellationTokenSource _stopping = new();
    private readonly CallsUnderWay _calls = new();
    private ITimer? _timer;
    private int _lost;
    private bool _stopped;

    internal StoreSession(StoreParts parts)
    {
        _parts = parts;
        _room = new RoomProbe(parts.Context.Files);
        var context = parts.Context;
        _writing = new BackgroundLoop("writing windows to buckets", WriteWindowsAsync, context.Health, context.Time, context.Log);
        _housekeeping = new BackgroundLoop("keeping house", KeepHouseAsync, context.Health, context.Time, context.Log);
        _scrubbing = new BackgroundLoop("looking for damage", ScrubAsync, context.Health, context.Time, context.Log);
        parts.Ended.Added += _writing.Signal;
        parts.Intake.LogLost += LoseDirectory;
    }

    /// <summary>Answers questions from snapshots.</summary>
    internal StoreReading Reading => _parts.Reading;

    /// <summary>Raised once, on any thread, when the directory is this store's no longer (rule 7).</summary>
    internal event Action? DirectoryLost;

    /// <summary>Begins the background work.</summary>
    internal void Start()
    {
        _writing.Start();
        _housekeeping.Start();
        if (_parts.Context.Options.ScrubBytesPerSecond > 0)
        {
            _scrubbing.Start();
        }

        _timer = _parts.Context.Time.CreateTimer(
            static state => ((StoreSession)state!).Tick(), this, HousekeepingPeriod, HousekeepingPeriod);
    }

    /// <summary>Holds the current snapshot, which the caller releases; null if the store was closed.</summary>
    internal StoreSnapshot? Hold() => _parts.Board.Hold();

    /// <summary>Writes a group; see <see cref="ITraceStore.WriteAsync"/>.</summary>
    internal ValueTask WriteAsync(ReadOnlyMemory<SpanBatch> batches, Memory<WriteOutcome> outcomes, CancellationToken cancellationToken) =>
        Volatile.Read(ref _lost) == 0 ? _parts.Intake.WriteAsync(batches, outcomes, cancellationToken) : ValueTask.CompletedTask;

    /// <summary>The pinned traces.</summary>
    internal PinBoard Pins => _parts.Maintenance.Pins;

    /// <summary>Cancelled when the session stops.</summary>
    internal CancellationToken Stopping => _stopping.Token;

    /// <summary>Pins a trace while nothing is being dropped.</summary>
    /// <returns>Whether it was not pinned before.</returns>
    internal bool Pin(TraceId trace) => _parts.Maintenance.Retention.Pin(trace);

    /// <summary>Begins a call that changes files beside the background work; stopping waits for it.</summary>
    /// <returns>False if the session stops.</returns>
    internal bool TryBeginCall() => _calls.TryHold();

    /// <summary>Ends a call.</summary>
    internal void EndCall() => _calls.Release();

    /// <summary>Drops what retention does not keep.</summary>
    internal void Retire(bool evenAtOnce)
    {
        if (!TryBeginCall())
        {
            return;
        }

        try
        {
            _parts.Maintenance.Retention.DropByAge(evenAtOnce);
            _parts.Maintenance.Retention.MakeRoom(0);
        }
        finally
        {
            EndCall();
        }
    }

    /// <summary>Deletes a trace (rule 16).</summary>
    internal ValueTask<bool> DeleteTraceAsync(TraceId trace, CancellationToken cancellationToken) => _parts.Maintenance.Deletion.RunAsync(
        trace, SealAsync, stop => _parts.Intake.EraseLogsAsync(DrainAsync, stop), cancellationToken);

    /// <summary>Copies everything that was acknowledged to another directory.</summary>
    internal async ValueTask<long> BackUpAsync(string directory, CancellationToken cancellationToken)
    {
        await SealAsync(cancellationToken).ConfigureAwait(false);
        var snapshot = Hold() ?? throw new IOException("The store was closed.");
        try
        {
            return _parts.Maintenance.Backup.Run(snapshot, directory, cancellationToken);
        }
        finally
        {
            snapshot.Release();
        }
    }

    /// <summary>Ends window and bucket; returns when all that was acknowledged before is in buckets that have ended.</summary>
    /// <returns>A number: those are the buckets with lower ones.</returns>
    internal async ValueTask<long> SealAsync(CancellationToken cancellationToken)
    {
        var next = await _parts.Intake.EndBucketAsync(cancellationToken).ConfigureAwait(false);
        await DrainAsync(cancellationToken).ConfigureAwait(false);
        return next;
    }

    /// <summary>
    /// Lets a write that is under way end, takes no more, stops the background work where it is and lets go of the directory. Reading goes
    /// on from memory and from the files that are open.
    /// </summary>
    internal async ValueTask StopAsync()
    {
        if (_stopped)
        {
            return;
        }

        _stopped = true;
        await _stopping.CancelAsync().ConfigureAwait(false);
        if (_timer is not null)
        {
            await _timer.DisposeAsync().ConfigureAwait(false);
        }

        // Nobody else may have the directory while they change it.
        _calls.Release();
        await _calls.Ended.ConfigureAwait(false);
        await _parts.Intake.DisposeAsync().ConfigureAwait(false);
        await _housekeeping.DisposeAsync().ConfigureAwait(false);
        await _scrubbing.DisposeAsync().ConfigureAwait(false);
        await _writing.DisposeAsync().ConfigureAwait(false);
        _parts.Logs.Dispose();
        _parts.Context.Lock.Dispose();
    }

    /// <summary>Stops and closes. Windows stay in the log (rule 9).</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        _parts.Dispose();
        _stopping.Dispose();
    }

    private void Tick()
    {
        _housekeeping.Signal();
        _scrubbing.Signal();
    }

    private ValueTask ScrubAsync(CancellationToken cancellationToken)
    {
        _parts.Maintenance.Scrub.Step(cancellationToken);
        return ValueTask.CompletedTask;
    }

    private ValueTask KeepHouseAsync(CancellationToken cancellationToken)
    {
        if (!_parts.Context.Lock.IsHeld())
        {
            LoseDirectory();
            return ValueTask.CompletedTask;
        }

        if (_writing.IsWaiting && _room.HasGained())
        {
            _writing.Hurry();
        }

        _parts.Maintenance.Unreadable.TryAgain(_parts.Maintenance.Opener.OpenAgain, _parts.Board);
        return _parts.Intake.EndBucketIfDueAsync(cancellationToken);
    }

    /// <summary>Returns when no window waits to be written, and no bucket to be finished.</summary>
    private async ValueTask DrainAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            // Taken before the look, so that a run that ends in between is not missed.
            var run = _writing.NextRun;
            if (_parts.Ended.IsEmpty && _parts.Keeper.IsIdle)
            {
                return;
            }

            _writing.Signal();
            await run.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private void LoseDirectory()
    {
        if (Interlocked.Exchange(ref _lost, 1) == 0)
        {
            DirectoryLost?.Invoke();
        }
    }

    private ValueTask WriteWindowsAsync(CancellationToken cancellationToken)
    {
        try
        {
            _parts.Keeper.Run(cancellationToken);
            return ValueTask.CompletedTask;
        }
        catch (IOException)
        {
            _room.NoteFailure();
            throw;
        }
    }
}
