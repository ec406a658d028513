using Lumen.Storage.Embedded.Files;
using Lumen.Storage.Embedded.Intake;
using Lumen.Storage.Embedded.Logs;
using Lumen.Storage.Embedded.Snapshots;

namespace Lumen.Storage.Embedded;

/// <summary>One directory while it is open: holds its lock, takes writes and gives out snapshots.</summary>
internal sealed class StoreSession(DirectoryLock directoryLock, LogPair logs, SnapshotBoard board, WindowIntake intake) : IAsyncDisposable
{
    /// <summary>Holds the current snapshot; the caller releases it.</summary>
    internal StoreSnapshot Hold() => board.Hold();

    /// <summary>Writes a group; see <see cref="ITraceStore.WriteAsync"/>.</summary>
    internal ValueTask WriteAsync(ReadOnlyMemory<SpanBatch> batches, Memory<WriteOutcome> outcomes, CancellationToken cancellationToken) =>
        intake.WriteAsync(batches, outcomes, cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        intake.Dispose();
        logs.Dispose();
        directoryLock.Dispose();
        return ValueTask.CompletedTask;
    }
}
