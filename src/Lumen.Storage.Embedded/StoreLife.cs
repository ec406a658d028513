using Lumen.Storage.Embedded.Retention;

namespace Lumen.Storage.Embedded;

/// <summary>What a store has over its whole life, through every opening of its directory.</summary>
/// <param name="Health">What is wrong just now.</param>
/// <param name="Counters">What it has counted.</param>
/// <param name="Retention">What it keeps.</param>
internal sealed record StoreLife(HealthBoard Health, StoreCounters Counters, RetentionSettings Retention)
{
    /// <summary>The life of a store that begins.</summary>
    internal static StoreLife Begin(EmbeddedStoreOptions options) =>
        new(new HealthBoard(), new StoreCounters(), new RetentionSettings(options.RetentionAge, options.RetentionBytes));
}
