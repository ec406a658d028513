namespace Lumen.Ingestion;

/// <summary>How the way of a batch through the pipeline ended, or what its sender was told before it had.</summary>
internal enum BatchEnding
{
    /// <summary>Durable in the store.</summary>
    Stored = 0,

    /// <summary>Acknowledged while it waits; its fate is open.</summary>
    Queued,

    /// <summary>The sender's deadline passed, or the host stops, while the store had the batch; its fate is open.</summary>
    Unknown,

    /// <summary>The store asks for the batch again.</summary>
    StoreRetry,

    /// <summary>The store can never take the batch.</summary>
    StoreRejected,

    /// <summary>The store threw.</summary>
    StoreFailed,

    /// <summary>There was no place to wait.</summary>
    QueueFull,

    /// <summary>There were no bytes left in the intake budget.</summary>
    IntakeFull,

    /// <summary>It waited as long as it may.</summary>
    Expired,

    /// <summary>Its sender went away, or its deadline passed, while it waited.</summary>
    SenderGone,

    /// <summary>The pipeline is not open: the store is away, or the host stops.</summary>
    Closed,
}
