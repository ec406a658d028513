namespace Lumen.Ingestion;

/// <summary>When a sender is told that its spans were taken.</summary>
public enum Acknowledge
{
    /// <summary>After the durable write: what was acknowledged survives the end of the process. The default.</summary>
    WhenDurable = 0,

    /// <summary>
    /// As soon as the request waits in memory: shorter answers, and a window of loss. What waits when the process ends, or when the store
    /// fails, is lost though its sender believes it stored; the ledger counts it as dropped.
    /// </summary>
    WhenQueued,
}
