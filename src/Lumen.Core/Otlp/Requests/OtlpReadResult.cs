namespace Lumen.Otlp;

/// <summary>What reading a request gave.</summary>
/// <param name="Status">How it ended.</param>
/// <param name="Batch">
/// The batch, which now owns the payload; null unless <paramref name="Status"/> is <see cref="OtlpReadStatus.Read"/>.
/// </param>
/// <param name="Findings">All that was found, over all spans.</param>
/// <param name="SpanCount">How many spans were seen, the rejected ones included.</param>
public readonly record struct OtlpReadResult(OtlpReadStatus Status, SpanBatch? Batch, SpanFindings Findings, int SpanCount);
