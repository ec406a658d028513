using Lumen.Storage.Embedded.Buckets;
using Lumen.Storage.Embedded.Intake;
using Lumen.Storage.Embedded.Logs;
using Lumen.Storage.Embedded.Reading;
using Lumen.Storage.Embedded.Snapshots;

namespace Lumen.Storage.Embedded;

/// <summary>What an open store consists of. Disposing releases all of it, after the background work has ended.</summary>
internal sealed record StoreParts : IDisposable
{
    internal required StoreContext Context { get; init; }

    internal required LogPair Logs { get; init; }

    internal required SnapshotBoard Board { get; init; }

    internal required EndedWindows Ended { get; init; }

    internal required WindowIntake Intake { get; init; }

    internal required BucketKeeper Keeper { get; init; }

    internal required StoreReading Reading { get; init; }

    internal required StoreMaintenance Maintenance { get; init; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Ended.ReleaseAll();
        Keeper.Dispose();
        Board.Dispose();
        Reading.Dispose();
        Maintenance.Dispose();
        Logs.Dispose();
        Context.Lock.Dispose();
    }
}
