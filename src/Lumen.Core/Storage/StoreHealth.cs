namespace Lumen.Storage;

/// <summary>How a store is. Immutable.</summary>
/// <param name="Status">The state.</param>
/// <param name="Reasons">Why it is not healthy, each a sentence a person can act on; empty when healthy.</param>
public sealed record StoreHealth(StoreStatus Status, IReadOnlyList<string> Reasons)
{
    /// <summary>All is well.</summary>
    public static StoreHealth Healthy { get; } = new(StoreStatus.Healthy, []);
}
