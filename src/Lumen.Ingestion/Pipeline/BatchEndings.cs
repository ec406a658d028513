using Lumen.Ledger;

namespace Lumen.Ingestion;

/// <summary>What an ending means to the ledger and to the sender.</summary>
internal static class BatchEndings
{
    internal static SpanFate Fate(this BatchEnding ending) => ending switch
    {
        BatchEnding.Stored => SpanFate.Stored,
        BatchEnding.StoreRejected => SpanFate.Rejected,
        _ => SpanFate.Refused,
    };

    /// <summary>The reason in the ledger and in metrics. These words are stable.</summary>
    internal static string Reason(this BatchEnding ending) => ending switch
    {
        BatchEnding.Stored => "durable",
        BatchEnding.StoreRetry => "store_retry",
        BatchEnding.StoreRejected => "store_rejected",
        BatchEnding.StoreFailed => "store_failed",
        BatchEnding.QueueFull => "queue_full",
        BatchEnding.IntakeFull => "intake_full",
        BatchEnding.Expired => "waited_too_long",
        BatchEnding.SenderGone => "sender_gone",
        BatchEnding.Closed => "closed",
        _ => throw new ArgumentOutOfRangeException(nameof(ending), ending, "A batch whose fate is open has no reason yet."),
    };

    /// <summary>What the sender is told where its request was not taken.</summary>
    internal static string Sentence(this BatchEnding ending) => ending switch
    {
        BatchEnding.StoreRetry => "The store cannot take these spans now; send them again.",
        BatchEnding.StoreRejected => "The store can never take these spans.",
        BatchEnding.StoreFailed => "The store failed while it wrote these spans; send them again.",
        BatchEnding.QueueFull => "Too many requests wait to be stored; send this one again.",
        BatchEnding.IntakeFull => "Requests already hold all the memory Lumen may use for them; send this one again.",
        BatchEnding.Expired => "The store was too slow to take this request in time; send it again.",
        BatchEnding.SenderGone => "The request was cancelled, or its deadline passed, while it waited to be stored.",
        BatchEnding.Unknown => "The request was answered before the store was done with it; its spans may be stored. Copies collapse.",
        BatchEnding.Closed => "Lumen takes no spans now, because its store is not open or its host stops; send them again.",
        _ => throw new ArgumentOutOfRangeException(nameof(ending), ending, "This ending refuses nothing."),
    };
}
