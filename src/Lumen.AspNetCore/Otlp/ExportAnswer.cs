using Lumen.Ingestion;

namespace Lumen.AspNetCore.Otlp;

/// <summary>The answer to one export request, before a transport gives it its form.</summary>
/// <param name="Code">Success, or why not.</param>
/// <param name="Message">A sentence for a person; null for nothing to say.</param>
/// <param name="RejectedSpans">With success: how many spans were rejected for good.</param>
/// <param name="RetryDelay">When to try again; null where trying again does not help.</param>
internal readonly record struct ExportAnswer(RpcCode Code, string? Message, long RejectedSpans = 0, TimeSpan? RetryDelay = null)
{
    // Senders that retry give up about 10 s after the first attempt: a longer delay would make them drop the request at once.
    private static readonly TimeSpan ShortestDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(3);

    /// <summary>What the sink decided, as an answer.</summary>
    public static ExportAnswer From(SpanSinkResult result) => result.Outcome switch
    {
        SpanSinkOutcome.Accepted => new ExportAnswer(RpcCode.Ok, result.Message, result.RejectedSpans),
        SpanSinkOutcome.Malformed => new ExportAnswer(RpcCode.InvalidArgument, result.Message ?? "The body is not an OTLP request."),
        SpanSinkOutcome.TooLarge => new ExportAnswer(RpcCode.ResourceExhausted, result.Message ?? "The request is larger than a limit."),
        _ => Busy(result.Message ?? "Lumen cannot take the request now.", result.RetryAfter ?? ShortestDelay),
    };

    private static ExportAnswer Busy(string message, TimeSpan delay) =>
        new(RpcCode.Unavailable, message, RetryDelay: delay < ShortestDelay ? ShortestDelay : delay > LongestDelay ? LongestDelay : delay);
}
