namespace Lumen.Storage;

/// <summary>What a store can do, so that callers and the conformance suite ask no more of it.</summary>
public sealed record StoreCapabilities
{
    /// <summary>A short name for logs and health: <c>embedded</c>, <c>cassandra</c>.</summary>
    public required string Name { get; init; }

    /// <summary>How many calls of <see cref="ITraceStore.WriteAsync"/> may be in flight at a time; at least 1.</summary>
    public int MaxConcurrentWrites { get; init; } = 1;

    /// <summary>Whether what was acknowledged survives the end of the process.</summary>
    public bool IsDurable { get; init; } = true;
}
