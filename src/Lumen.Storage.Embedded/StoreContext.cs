using Lumen.Storage.Embedded.Files;
using Microsoft.Extensions.Logging;

namespace Lumen.Storage.Embedded;

/// <summary>What every part of an open store needs.</summary>
internal sealed record StoreContext
{
    internal required EmbeddedStoreOptions Options { get; init; }

    internal required StoreLimits Limits { get; init; }

    internal required StoreFiles Files { get; init; }

    /// <summary>By which this process has the directory to itself.</summary>
    internal required DirectoryLock Lock { get; init; }

    /// <summary>The directory's random number, which seeds every checksum and hash.</summary>
    internal required long Seed { get; init; }

    internal required TimeProvider Time { get; init; }

    internal required HealthBoard Health { get; init; }

    internal required StoreCounters Counters { get; init; }

    internal required ILogger Log { get; init; }

    /// <summary>Says once that something is damaged, in the log and in health.</summary>
    internal void ReportDamage(string sentence)
    {
        if (Health.TryAddDamage(sentence))
        {
            Log.Damaged(sentence);
        }
    }
}
