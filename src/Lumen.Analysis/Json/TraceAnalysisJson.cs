using System.Text.Json;

namespace Lumen.Analysis;

/// <summary>
/// Writes an analysis as JSON: one contract for everything that hands an analysis to a program. 64-bit integers are decimal strings, a
/// span is named by its <see cref="SpanKey"/>.
/// </summary>
public static class TraceAnalysisJson
{
    private static readonly string[] GapKinds = ["LEADING", "BETWEEN", "TRAILING"];

    /// <summary>Writes one JSON object.</summary>
    /// <param name="writer">Where it is written; not flushed.</param>
    /// <param name="traceId">The trace the analysis is of.</param>
    /// <param name="analysis">The analysis.</param>
    public static void Write(Utf8JsonWriter writer, TraceId traceId, TraceAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(analysis);
        writer.WriteStartObject();
        writer.WriteFormatted(JsonNames.TraceId, traceId);
        writer.WriteKey(JsonNames.PrimaryRoot, analysis, analysis.Roots.IsEmpty ? -1 : analysis.Roots[0].Row);
        WriteRoots(writer, analysis);
        WriteSpans(writer, analysis);
        WriteSections(writer, JsonNames.CriticalPath, analysis, analysis.CriticalPath.Span);
        WritePaths(writer, analysis);
        writer.WriteKey(JsonNames.Bottleneck, analysis, analysis.Bottleneck);
        WriteTotals(writer, analysis);
        writer.WriteEndObject();
    }

    /// <summary>
    /// Writes what an analysis says of a trace as a whole, without its single spans, as properties of an object that is open:
    /// <c>primaryRoot</c>, <c>criticalPath</c>, <c>bottleneck</c>, <c>services</c>, <c>operations</c>, <c>gaps</c>, <c>traceGaps</c> and
    /// <c>diagnostics</c>.
    /// </summary>
    /// <param name="writer">Where it is written; not flushed.</param>
    /// <param name="analysis">The analysis.</param>
    public static void WriteFindings(Utf8JsonWriter writer, TraceAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(analysis);
        writer.WriteKey(JsonNames.PrimaryRoot, analysis, analysis.Roots.IsEmpty ? -1 : analysis.Roots[0].Row);
        WriteSections(writer, JsonNames.CriticalPath, analysis, analysis.CriticalPath.Span);
        writer.WriteKey(JsonNames.Bottleneck, analysis, analysis.Bottleneck);
        WriteTotals(writer, analysis);
    }

    private static void WriteTotals(Utf8JsonWriter writer, TraceAnalysis analysis)
    {
        WriteServices(writer, analysis);
        WriteOperations(writer, analysis);
        WriteGaps(writer, analysis);
        WriteTraceGaps(writer, analysis);
        WriteDiagnostics(writer, analysis);
    }

    private static void WriteRoots(Utf8JsonWriter writer, TraceAnalysis analysis)
    {
        writer.WriteStartArray(JsonNames.Roots);
        foreach (var root in analysis.Roots)
        {
            writer.WriteFormattedValue(analysis.Spans[root.Row].Key);
        }

        writer.WriteEndArray();
    }

    private static void WriteSpans(Utf8JsonWriter writer, TraceAnalysis analysis)
    {
        writer.WriteStartArray(JsonNames.Spans);
        foreach (ref readonly var span in analysis.Spans.AsSpan())
        {
            writer.WriteStartObject();
            writer.WriteFormatted(JsonNames.SpanId, span.Key);
            writer.WriteKey(JsonNames.Parent, analysis, span.Parent);
            writer.WriteString(JsonNames.Service, span.Service);
            writer.WriteString(JsonNames.Name, span.Name);
            writer.WriteFormatted(JsonNames.SelfNanos, span.SelfNanos);
            writer.WriteFormatted(JsonNames.CriticalNanos, span.CriticalNanos);
            WriteFlags(writer, span.Flags);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteFlags(Utf8JsonWriter writer, SpanFlags flags)
    {
        writer.WriteStartArray(JsonNames.Flags);
        for (var rest = (int)flags; rest != 0; rest &= rest - 1)
        {
            writer.WriteStringValue(DiagnosticCodes.Of((SpanFlags)(rest & -rest)));
        }

        writer.WriteEndArray();
    }

    private static void WriteSections(
        Utf8JsonWriter writer, JsonEncodedText property, TraceAnalysis analysis, ReadOnlySpan<PathSection> sections)
    {
        writer.WriteStartArray(property);
        foreach (var section in sections)
        {
            writer.WriteStartObject();
            writer.WriteKey(JsonNames.SpanId, analysis, section.Row);
            writer.WriteInterval(section.StartUnixNano, section.EndUnixNano);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WritePaths(Utf8JsonWriter writer, TraceAnalysis analysis)
    {
        writer.WriteStartArray(JsonNames.Paths);
        for (var root = 1; root < analysis.Roots.Length; root++)
        {
            writer.WriteStartObject();
            writer.WriteKey(JsonNames.Root, analysis, analysis.Roots[root].Row);
            WriteSections(writer, JsonNames.Sections, analysis, analysis.PathOf(analysis.Roots[root]).Span);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteServices(Utf8JsonWriter writer, TraceAnalysis analysis)
    {
        writer.WriteStartArray(JsonNames.Services);
        foreach (var service in analysis.Services)
        {
            writer.WriteStartObject();
            writer.WriteString(JsonNames.Service, service.Service);
            writer.WriteFormatted(JsonNames.SelfNanos, service.SelfNanos);
            writer.WriteFormatted(JsonNames.CriticalNanos, service.CriticalNanos);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteOperations(Utf8JsonWriter writer, TraceAnalysis analysis)
    {
        writer.WriteStartArray(JsonNames.Operations);
        foreach (var operation in analysis.Operations)
        {
            writer.WriteStartObject();
            writer.WriteString(JsonNames.Service, operation.Service);
            writer.WriteString(JsonNames.Name, operation.Name);
            writer.WriteFormatted(JsonNames.SelfNanos, operation.SelfNanos);
            writer.WriteFormatted(JsonNames.CriticalNanos, operation.CriticalNanos);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteGaps(Utf8JsonWriter writer, TraceAnalysis analysis)
    {
        writer.WriteStartArray(JsonNames.Gaps);
        foreach (var gap in analysis.Gaps)
        {
            writer.WriteStartObject();
            writer.WriteKey(JsonNames.SpanId, analysis, gap.Row);
            writer.WriteString(JsonNames.Kind, GapKinds[(int)gap.Kind]);
            writer.WriteInterval(gap.StartUnixNano, gap.EndUnixNano);
            writer.WriteKey(JsonNames.Before, analysis, gap.Before);
            writer.WriteKey(JsonNames.After, analysis, gap.After);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteTraceGaps(Utf8JsonWriter writer, TraceAnalysis analysis)
    {
        writer.WriteStartArray(JsonNames.TraceGaps);
        foreach (var gap in analysis.TraceGaps)
        {
            writer.WriteStartObject();
            writer.WriteInterval(gap.StartUnixNano, gap.EndUnixNano);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteDiagnostics(Utf8JsonWriter writer, TraceAnalysis analysis)
    {
        writer.WriteStartArray(JsonNames.Diagnostics);
        foreach (var diagnostic in analysis.Diagnostics)
        {
            writer.WriteStartObject();
            writer.WriteString(JsonNames.Code, DiagnosticCodes.Of(diagnostic.Code));
            writer.WriteString(JsonNames.Message, diagnostic.Message);
            writer.WriteKey(JsonNames.SpanId, analysis, diagnostic.Row);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
