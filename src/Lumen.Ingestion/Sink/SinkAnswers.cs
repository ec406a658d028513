using Lumen.Otlp;

namespace Lumen.Ingestion;

/// <summary>Puts what became of a request into words for its sender.</summary>
internal static class SinkAnswers
{
    private const int MinRetryMilliseconds = 1_000;
    private const int MaxRetryMilliseconds = 3_000;

    internal static SpanSinkResult Refused(string message) =>
        // Senders that were refused together do not come back together.
        new(SpanSinkOutcome.Refused, 0, message, TimeSpan.FromMilliseconds(Random.Shared.Next(MinRetryMilliseconds, MaxRetryMilliseconds)));

    internal static SpanSinkResult TooLarge(int maxBytes) =>
        new(SpanSinkOutcome.TooLarge, 0, $"The request is larger than {maxBytes} bytes.", null);

    internal static SpanSinkResult NotRead(DecodedRequest decoded, OtlpLimits limits) => decoded.Status == OtlpReadStatus.TooManySpans
        ? new(SpanSinkOutcome.TooLarge, 0, $"The request has more than {limits.MaxSpans} spans.", null)
        : new(SpanSinkOutcome.Malformed, 0, decoded.Message ?? "The body is not an OTLP ExportTraceServiceRequest.", null);

    internal static SpanSinkResult Accepted(DecodedRequest decoded) =>
        new(SpanSinkOutcome.Accepted, decoded.RejectedSpans, decoded.Message, null);

    internal static SpanSinkResult Ended(BatchEnding ending, DecodedRequest decoded, int spans) => ending switch
    {
        BatchEnding.Stored or BatchEnding.Queued => Accepted(decoded),
        BatchEnding.StoreRejected => new(SpanSinkOutcome.Accepted, decoded.RejectedSpans + spans, ending.Sentence(), null),
        _ => Refused(ending.Sentence()),
    };
}
