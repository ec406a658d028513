using Lumen.Otlp;

namespace Lumen.Ingestion;

/// <summary>A request that was read.</summary>
/// <param name="Status">How reading ended.</param>
/// <param name="Batch">The spans that can be stored; null where there is nothing to store.</param>
/// <param name="Reserved">The bytes of the intake budget that <paramref name="Batch"/> holds.</param>
/// <param name="RejectedSpans">How many spans can never be stored.</param>
/// <param name="RejectionReason">Why, as a word for the ledger; null for none.</param>
/// <param name="Message">What the sender is told of the request, or of rejected, repaired or cut spans; null for nothing.</param>
internal readonly record struct DecodedRequest(
    OtlpReadStatus Status, SpanBatch? Batch, long Reserved, int RejectedSpans, string? RejectionReason, string? Message);
