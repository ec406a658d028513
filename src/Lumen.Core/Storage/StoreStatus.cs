namespace Lumen.Storage;

/// <summary>The state of a store.</summary>
public enum StoreStatus
{
    /// <summary>Reads and writes.</summary>
    Healthy = 0,

    /// <summary>Works, but something is damaged, behind or short.</summary>
    Degraded,

    /// <summary>Does not take writes, or does not answer.</summary>
    Unhealthy,
}
