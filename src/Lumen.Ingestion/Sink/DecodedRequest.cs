using Lumen.Otlp;

namespace Lumen.Ingestion;

/// <summary>A request that was read.</summary>
/// <param name="Status">How reading ended.</param>
/// <param name="Batch">The spans that can be stored; null where there is nothing to store.</param>
/// <param name="Reserved">The bytes of the intake budget that <paramref name="Batch"/> holds.</param>
/// <param name="Repair">What was rejected, mended and cut; null where the request could be taken as it was.</param>
/// <param name="Message">What the sender is told of the request, or of rejected, mended or cut spans; null for nothing.</param>
internal readonly record struct DecodedRequest(
    OtlpReadStatus Status, SpanBatch? Batch, long Reserved, RepairReport? Repair, string? Message)
{
    /// <summary>How many spans can never be stored.</summary>
    internal long RejectedSpans => Repair?.RejectedSpans ?? 0;
}
