using Lumen.Storage;

namespace Lumen.Hosting;

/// <summary>How Lumen, or a part of it, is. Immutable.</summary>
/// <param name="Status">The state.</param>
/// <param name="Reasons">Why it is not healthy, each a sentence a person can act on; empty when healthy.</param>
public sealed record LumenHealth(StoreStatus Status, IReadOnlyList<string> Reasons)
{
    /// <summary>All is well.</summary>
    public static LumenHealth Healthy { get; } = new(StoreStatus.Healthy, []);
}
