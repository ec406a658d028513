namespace Lumen.Ingestion;

/// <summary>What the sink decided about a whole request.</summary>
public enum SpanSinkOutcome
{
    /// <summary>Every span that was not rejected is durable (or queued, where the host chose to acknowledge that).</summary>
    Accepted = 0,

    /// <summary>The bytes are not an OTLP request. Final: gRPC INVALID_ARGUMENT, HTTP 400.</summary>
    Malformed,

    /// <summary>The request is larger than a limit. Final: gRPC RESOURCE_EXHAUSTED without RetryInfo, HTTP 413.</summary>
    TooLarge,

    /// <summary>Not now: full, slow, stopping, or no store. Retryable: UNAVAILABLE with RetryInfo, HTTP 503 with Retry-After.</summary>
    Refused,
}
