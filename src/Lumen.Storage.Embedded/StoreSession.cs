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
    private ITimer? _timer;

    internal StoreSession(StoreParts parts)
    {
        _parts = parts;
        var context = parts.Context;
        _writing = new BackgroundLoop("writing windows to buckets", WriteWindowsAsync, context.Health, context.Time, context.Log);
        _housekeeping = new BackgroundLoop("keeping house", parts.Intake.EndBucketIfDueAsync, context.Health, context.Time, context.Log);
        parts.Ended.Added += _writing.Signal;
    }

    /// <summary>Answers questions from snapshots.</summary>
    internal StoreReading Reading => _parts.Reading;

    /// <summary>Begins the background work.</summary>
    internal void Start()
    {
        _writing.Start();
        _housekeeping.Start();
        _timer = _parts.Context.Time.CreateTimer(
            static state => ((BackgroundLoop)state!).Signal(), _housekeeping, HousekeepingPeriod, HousekeepingPeriod);
    }

    /// <summary>Holds the current snapshot, which the caller releases; null if the store was closed.</summary>
    internal StoreSnapshot? Hold() => _parts.Board.Hold();

    /// <summary>Writes a group; see <see cref="ITraceStore.WriteAsync"/>.</summary>
    internal ValueTask WriteAsync(ReadOnlyMemory<SpanBatch> batches, Memory<WriteOutcome> outcomes, CancellationToken cancellationToken) =>
        _parts.Intake.WriteAsync(batches, outcomes, cancellationToken);

    /// <summary>Drops what retention does not keep.</summary>
    internal void Retire(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _parts.Retention.DropByAge();
        _parts.Retention.MakeRoom(0);
    }

    /// <summary>Lets a write that is under way end, stops the background work where it is, and closes. Windows stay in the log (rule 9).</summary>
    public async ValueTask DisposeAsync()
    {
        if (_timer is not null)
        {
            await _timer.DisposeAsync().ConfigureAwait(false);
        }

        await _parts.Intake.DisposeAsync().ConfigureAwait(false);
        await _housekeeping.DisposeAsync().ConfigureAwait(false);
        await _writing.DisposeAsync().ConfigureAwait(false);
        _parts.Dispose();
    }

    private ValueTask WriteWindowsAsync(CancellationToken cancellationToken)
    {
        _parts.Keeper.Run(cancellationToken);
        return ValueTask.CompletedTask;
    }
}
