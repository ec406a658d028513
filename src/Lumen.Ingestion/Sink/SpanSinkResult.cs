namespace Lumen.Ingestion;

/// <summary>The sink's answer to one request.</summary>
/// <param name="Outcome">What became of the request.</param>
/// <param name="RejectedSpans">How many spans of an accepted request were rejected for good: OTLP's partial success.</param>
/// <param name="Message">
/// A sentence for a person: why spans were rejected, a warning though all was taken, or why the request was not. Null for nothing to say.
/// </param>
/// <param name="RetryAfter">With <see cref="SpanSinkOutcome.Refused"/>: when to try again, 1 to 3 s.</param>
public readonly record struct SpanSinkResult(SpanSinkOutcome Outcome, long RejectedSpans, string? Message, TimeSpan? RetryAfter);
