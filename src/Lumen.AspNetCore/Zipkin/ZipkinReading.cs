using Lumen.Ingestion;

namespace Lumen.AspNetCore.Zipkin;

/// <summary>How reading a body ended.</summary>
/// <param name="Outcome">Whether it can be taken.</param>
/// <param name="Spans">How many spans it has, as far as it was read.</param>
/// <param name="Message">Why not, or a warning; null for nothing to say.</param>
internal readonly record struct ZipkinReading(SpanSinkOutcome Outcome, int Spans, string? Message);
