namespace Lumen.Storage;

/// <summary>What became of a batch that was given to a store.</summary>
public enum WriteOutcome
{
    /// <summary>Not durable, and the same batch may succeed later: the sender is asked to send it again. It may still turn up.</summary>
    Retry = 0,

    /// <summary>Durable and visible.</summary>
    Stored,

    /// <summary>This batch can never be stored here; sending it again is of no use.</summary>
    Rejected,
}
