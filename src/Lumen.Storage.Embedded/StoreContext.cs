using Lumen.Storage.Embedded.Files;
using Lumen.Storage.Embedded.Retention;
using Microsoft.Extensions.Logging;

namespace Lumen.Storage.Embedded;

/// <summary>What every part of an open store needs.</summary>
internal sealed record StoreContext
{
    internal required EmbeddedStoreOptions Options { get; init; }

    /// <summary>The cap on bytes that was chosen when the directory was created.</summary>
    internal required long StoredRetentionBytes { get; init; }

    /// <summary>The sizes as they follow from the cap on bytes now.</summary>
    internal StoreLimits Limits => StoreLimits.Of(Options, Retention.Bytes ?? StoredRetentionBytes);

    internal required StoreFiles Files { get; init; }

    /// <summary>By which this process has the directory to itself.</summary>
    internal required DirectoryLock Lock { get; init; }

    /// <summary>The directory's random number, which seeds every checksum and hash.</summary>
    internal required long Seed { get; init; }

    internal required TimeProvider Time { get; init; }

    internal required StoreLife Life { get; init; }

    internal HealthBoard Health => Life.Health;

    internal StoreCounters Counters => Life.Counters;

    internal RetentionSettings Retention => Life.Retention;

    internal required ILogger Log { get; init; }

    /// <summary>Says once that something is damaged, in the log and in health.</summary>
    /// <param name="sentence">What, and what is missing.</param>
    /// <param name="lastWindow">The last window that it concerns.</param>
    internal void ReportDamage(string sentence, long lastWindow)
    {
        if (Health.TryAddDamage(sentence, lastWindow))
        {
            Log.Damaged(sentence);
        }
    }
}
