using Lumen.Storage.Embedded.Backups;
using Lumen.Storage.Embedded.Recovery;
using Lumen.Storage.Embedded.Retention;
using Lumen.Storage.Embedded.Rewriting;
using Lumen.Storage.Embedded.Scrubbing;

namespace Lumen.Storage.Embedded;

/// <summary>The parts of an open store that look after what is stored already.</summary>
internal sealed record StoreMaintenance : IDisposable
{
    internal required RetentionKeeper Retention { get; init; }

    internal required PinBoard Pins { get; init; }

    internal required TraceDeletion Deletion { get; init; }

    internal required BucketScrub Scrub { get; init; }

    internal required DirectoryBackup Backup { get; init; }

    internal required UnreadableBuckets Unreadable { get; init; }

    internal required BucketOpener Opener { get; init; }

    /// <inheritdoc/>
    public void Dispose() => Deletion.Dispose();
}
