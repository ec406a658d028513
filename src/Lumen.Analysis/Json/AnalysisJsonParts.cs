using System.Text.Json;

namespace Lumen.Analysis;

/// <summary>
/// Writes an analysis as JSON in small parts, between which whoever asks for them may flush. Each yields the bytes that the writer holds.
/// </summary>
internal sealed class AnalysisJsonParts(Utf8JsonWriter writer, TraceAnalysis analysis)
{
    private static readonly string[] GapKinds = ["LEADING", "BETWEEN", "TRAILING"];

    /// <summary>One object of everything.</summary>
    internal IEnumerable<int> WriteAll(TraceId traceId)
    {
        writer.WriteStartObject();
        writer.WriteFormatted(JsonNames.TraceId, traceId);
        WritePrimaryRoot();
        var tree = WriteList(JsonNames.Roots, analysis.Roots.AsMemory(), root => writer.WriteFormattedValue(analysis.Spans[root.Row].Key))
            .Concat(WriteList(JsonNames.Spans, analysis.Spans.AsMemory(), WriteSpan));
        foreach (var part in tree.Concat(WriteSections(JsonNames.CriticalPath, analysis.CriticalPath)).Concat(WritePaths()))
        {
            yield return part;
        }

        foreach (var part in WriteTotals())
        {
            yield return part;
        }

        writer.WriteEndObject();
    }

    /// <summary>The properties that are about the trace as a whole, into an object that is open.</summary>
    internal IEnumerable<int> WriteFindings()
    {
        WritePrimaryRoot();
        foreach (var part in WriteSections(JsonNames.CriticalPath, analysis.CriticalPath).Concat(WriteTotals()))
        {
            yield return part;
        }
    }

    private IEnumerable<int> WriteTotals()
    {
        writer.WriteKey(JsonNames.Bottleneck, analysis, analysis.Bottleneck);
        var lists = WriteList(JsonNames.Services, analysis.Services.AsMemory(), WriteService)
            .Concat(WriteList(JsonNames.Operations, analysis.Operations.AsMemory(), WriteOperation))
            .Concat(WriteList(JsonNames.Gaps, analysis.Gaps.AsMemory(), WriteGap))
            .Concat(WriteList(JsonNames.TraceGaps, analysis.TraceGaps.AsMemory(), WriteTraceGap))
            .Concat(WriteList(JsonNames.Diagnostics, analysis.Diagnostics.AsMemory(), WriteDiagnostic));
        foreach (var part in lists)
        {
            yield return part;
        }
    }

    private IEnumerable<int> WritePaths()
    {
        writer.WriteStartArray(JsonNames.Paths);
        for (var root = 1; root < analysis.Roots.Length; root++)
        {
            writer.WriteStartObject();
            writer.WriteKey(JsonNames.Root, analysis, analysis.Roots[root].Row);
            foreach (var part in WriteSections(JsonNames.Sections, analysis.PathOf(analysis.Roots[root])))
            {
                yield return part;
            }

            writer.WriteEndObject();
            yield return writer.BytesPending;
        }

        writer.WriteEndArray();
    }

    private IEnumerable<int> WriteSections(JsonEncodedText property, ReadOnlyMemory<PathSection> sections) =>
        WriteList(property, sections, WriteSection);

    private IEnumerable<int> WriteList<T>(JsonEncodedText property, ReadOnlyMemory<T> items, Action<T> writeItem)
    {
        writer.WriteStartArray(property);
        for (var item = 0; item < items.Length; item++)
        {
            writeItem(items.Span[item]);
            yield return writer.BytesPending;
        }

        writer.WriteEndArray();
    }

    private void WritePrimaryRoot() =>
        writer.WriteKey(JsonNames.PrimaryRoot, analysis, analysis.Roots.IsEmpty ? -1 : analysis.Roots[0].Row);

    private void WriteSpan(AnalyzedSpan span)
    {
        writer.WriteStartObject();
        writer.WriteFormatted(JsonNames.SpanId, span.Key);
        writer.WriteKey(JsonNames.Parent, analysis, span.Parent);
        writer.WriteString(JsonNames.Service, span.Service);
        writer.WriteString(JsonNames.Name, span.Name);
        writer.WriteFormatted(JsonNames.SelfNanos, span.SelfNanos);
        writer.WriteFormatted(JsonNames.CriticalNanos, span.CriticalNanos);
        writer.WriteStartArray(JsonNames.Flags);
        for (var rest = (int)span.Flags; rest != 0; rest &= rest - 1)
        {
            writer.WriteStringValue(DiagnosticCodes.Of((SpanFlags)(rest & -rest)));
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private void WriteSection(PathSection section)
    {
        writer.WriteStartObject();
        writer.WriteKey(JsonNames.SpanId, analysis, section.Row);
        writer.WriteInterval(section.StartUnixNano, section.EndUnixNano);
        writer.WriteEndObject();
    }

    private void WriteService(ServiceTime service)
    {
        writer.WriteStartObject();
        writer.WriteString(JsonNames.Service, service.Service);
        writer.WriteFormatted(JsonNames.SelfNanos, service.SelfNanos);
        writer.WriteFormatted(JsonNames.CriticalNanos, service.CriticalNanos);
        writer.WriteEndObject();
    }

    private void WriteOperation(OperationTime operation)
    {
        writer.WriteStartObject();
        writer.WriteString(JsonNames.Service, operation.Service);
        writer.WriteString(JsonNames.Name, operation.Name);
        writer.WriteFormatted(JsonNames.SelfNanos, operation.SelfNanos);
        writer.WriteFormatted(JsonNames.CriticalNanos, operation.CriticalNanos);
        writer.WriteEndObject();
    }

    private void WriteGap(SpanGap gap)
    {
        writer.WriteStartObject();
        writer.WriteKey(JsonNames.SpanId, analysis, gap.Row);
        writer.WriteString(JsonNames.Kind, GapKinds[(int)gap.Kind]);
        writer.WriteInterval(gap.StartUnixNano, gap.EndUnixNano);
        writer.WriteKey(JsonNames.Before, analysis, gap.Before);
        writer.WriteKey(JsonNames.After, analysis, gap.After);
        writer.WriteEndObject();
    }

    private void WriteTraceGap(TimeInterval gap)
    {
        writer.WriteStartObject();
        writer.WriteInterval(gap.StartUnixNano, gap.EndUnixNano);
        writer.WriteEndObject();
    }

    private void WriteDiagnostic(AnalysisDiagnostic diagnostic)
    {
        writer.WriteStartObject();
        writer.WriteString(JsonNames.Code, DiagnosticCodes.Of(diagnostic.Code));
        writer.WriteString(JsonNames.Message, diagnostic.Message);
        writer.WriteKey(JsonNames.SpanId, analysis, diagnostic.Row);
        writer.WriteEndObject();
    }
}
