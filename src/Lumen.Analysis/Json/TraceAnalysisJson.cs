using System.Text.Json;

namespace Lumen.Analysis;

/// <summary>
/// Writes an analysis as JSON: one contract for everything that hands an analysis to a program. 64-bit integers are decimal strings, a
/// span is named by its <see cref="SpanKey"/>.
/// </summary>
/// <remarks>
/// The JSON of a large trace takes tens of megabytes. Whoever sends it somewhere writes it in parts and flushes between them; the bytes are
/// the same. Nothing is written until a part is asked for.
/// </remarks>
public static class TraceAnalysisJson
{
    /// <summary>Writes one JSON object.</summary>
    /// <param name="writer">Where it is written; not flushed.</param>
    /// <param name="traceId">The trace the analysis is of.</param>
    /// <param name="analysis">The analysis.</param>
    public static void Write(Utf8JsonWriter writer, TraceId traceId, TraceAnalysis analysis)
    {
        foreach (var _ in WriteInParts(writer, traceId, analysis))
        {
        }
    }

    /// <summary>Writes one JSON object, a little with each step of the enumeration; to be gone through once, to its end.</summary>
    /// <param name="writer">Where it is written; may be flushed between two steps.</param>
    /// <param name="traceId">The trace the analysis is of.</param>
    /// <param name="analysis">The analysis.</param>
    /// <returns>With each step, how many bytes the writer holds that are not flushed.</returns>
    public static IEnumerable<int> WriteInParts(Utf8JsonWriter writer, TraceId traceId, TraceAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(analysis);
        return new AnalysisJsonParts(writer, analysis).WriteAll(traceId);
    }

    /// <summary>
    /// Writes what an analysis says of a trace as a whole, without its single spans, as properties of an object that is open:
    /// <c>primaryRoot</c>, <c>criticalPath</c>, <c>bottleneck</c>, <c>services</c>, <c>operations</c>, <c>gaps</c>, <c>traceGaps</c> and
    /// <c>diagnostics</c>. A little with each step of the enumeration, which is to be gone through once and to its end.
    /// </summary>
    /// <param name="writer">Where it is written; may be flushed between two steps.</param>
    /// <param name="analysis">The analysis.</param>
    /// <returns>With each step, how many bytes the writer holds that are not flushed.</returns>
    public static IEnumerable<int> WriteFindingsInParts(Utf8JsonWriter writer, TraceAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(analysis);
        return new AnalysisJsonParts(writer, analysis).WriteFindings();
    }
}
