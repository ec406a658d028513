using System.Globalization;
using System.Text.Json;
using Lumen.Analysis;
using Lumen.AspNetCore.Routes;

namespace Lumen.AspNetCore.Query.Answers;

/// <summary>
/// The outline of a trace: what a picture of it needs, as columns of equal length with the spans in forest order. About a tenth of the
/// whole trace; times are relative to the trace's start, so that they stay short.
/// </summary>
internal sealed class OutlineJson
{
    private readonly JsonAnswer _answer;
    private readonly Utf8JsonWriter _json;
    private readonly AnalyzedTrace _trace;
    private readonly TraceAnalysis _analysis;
    private readonly OutlineColumns _columns;
    private readonly ulong _start;
    private readonly ulong _end;

    internal OutlineJson(JsonAnswer answer, AnalyzedTrace trace)
    {
        _answer = answer;
        _json = answer.Writer;
        _trace = trace;
        _analysis = trace.Analysis;
        _columns = new OutlineColumns(_analysis);
        _start = _analysis.Spans.Min(row => row.StartUnixNano);
        _end = _analysis.Spans.Max(row => row.EndUnixNano);
    }

    internal async ValueTask WriteAsync()
    {
        _json.WriteStartObject();
        WriteHead();
        _json.WriteStartObject("columns"u8);
        await WriteTreeColumnsAsync();
        await WriteTimeColumnsAsync();
        await WriteNameColumnsAsync();
        await WriteListColumnsAsync();
        _json.WriteEndObject();
        await _answer.WriteAsync(TraceAnalysisJson.WriteFindingsInParts(_json, _analysis));
        _json.WriteEndObject();
    }

    private void WriteHead()
    {
        _json.WriteId("traceId"u8, _trace.Trace.Id);
        _json.WriteBoolean("complete"u8, _trace.Trace.IsComplete);
        _json.WriteString("reason"u8, _trace.Trace.IncompleteReason);
        _json.WriteNanos("startUnixNano"u8, _start);
        _json.WriteNanos("durationNanos"u8, _end - _start);
        _json.WriteNumber("spanCount"u8, _analysis.Spans.Length);
        _json.WriteNumber("errorCount"u8, _analysis.Spans.Count(row => _trace.SpanOf(row).Status == SpanStatus.Error));
        WriteNames("serviceNames", _columns.ServiceNames);
        WriteNames("operationNames", _columns.OperationNames);
        WriteNames("flagNames", OutlineFlags.Names);
    }

    private void WriteNames(string property, IEnumerable<string> names)
    {
        _json.WriteStartArray(property);
        foreach (var name in names)
        {
            _json.WriteStringValue(name);
        }

        _json.WriteEndArray();
    }

    private async ValueTask WriteTreeColumnsAsync()
    {
        await WriteColumnAsync("id", row => _json.WriteStringValue(_analysis.Spans[row].Key.ToString()));
        await WriteColumnAsync("parent", row => _json.WriteNumberValue(_analysis.Spans[row].Parent));
        await WriteColumnAsync("depth", row => _json.WriteNumberValue(_analysis.Spans[row].Depth));
        await WriteColumnAsync("blocking", row => _json.WriteNumberValue(_analysis.Spans[row].IsBlocking ? 1 : 0));
    }

    private async ValueTask WriteTimeColumnsAsync()
    {
        await WriteColumnAsync("start", row => _json.WriteNanosValue(_analysis.Spans[row].StartUnixNano - _start));
        await WriteColumnAsync("duration", row => _json.WriteNanosValue(_analysis.Spans[row].DurationNanos));
        await WriteColumnAsync("self", row => _json.WriteNanosValue(_analysis.Spans[row].SelfNanos));
        await WriteColumnAsync("critical", row => _json.WriteNanosValue(_analysis.Spans[row].CriticalNanos));
    }

    private async ValueTask WriteNameColumnsAsync()
    {
        await WriteColumnAsync("service", row => _json.WriteNumberValue(_columns.Services[row]));
        await WriteColumnAsync("name", row => _json.WriteNumberValue(_columns.Operations[row]));
        await WriteColumnAsync("kind", row => _json.WriteNumberValue((int)SpanOf(row).Kind));
        await WriteColumnAsync("status", row => _json.WriteNumberValue((int)SpanOf(row).Status));
    }

    private async ValueTask WriteListColumnsAsync()
    {
        await WriteColumnAsync("flags", WriteFlags);
        await WriteColumnAsync("sections", WriteSections);
        await WriteColumnAsync("events", WriteEvents);
    }

    private async ValueTask WriteColumnAsync(string name, Action<int> writeRow)
    {
        _json.WriteStartArray(name);
        for (var row = 0; row < _analysis.Spans.Length; row++)
        {
            writeRow(row);
            await _answer.OfferChunkAsync();
        }

        _json.WriteEndArray();
    }

    private void WriteFlags(int row)
    {
        _json.WriteStartArray();
        for (var flag = 0; flag < OutlineFlags.Names.Length; flag++)
        {
            if (((int)_analysis.Spans[row].Flags & (1 << flag)) != 0)
            {
                _json.WriteNumberValue(flag);
            }
        }

        _json.WriteEndArray();
    }

    private void WriteSections(int row)
    {
        _json.WriteStartArray();
        foreach (var section in _columns.SectionsOf(row))
        {
            _json.WriteNanosValue(section.StartUnixNano - _start);
            _json.WriteNanosValue(section.EndUnixNano - _start);
        }

        _json.WriteEndArray();
    }

    private void WriteEvents(int row)
    {
        _json.WriteStartArray();
        foreach (var time in SpanOf(row).ReadEventTimes())
        {
            // An event may lie before the trace's first span.
            var relative = (Int128)time - _start;
            _json.WriteStringValue(relative.ToString(CultureInfo.InvariantCulture));
        }

        _json.WriteEndArray();
    }

    private Span SpanOf(int row) => _trace.SpanOf(_analysis.Spans[row]);
}
