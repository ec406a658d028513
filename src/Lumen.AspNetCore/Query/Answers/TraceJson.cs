using System.Text.Json;
using Lumen.Analysis;
using Lumen.AspNetCore.Routes;
using Lumen.Otlp;

namespace Lumen.AspNetCore.Query.Answers;

/// <summary>
/// A whole trace: every span as its sender said it, straight from its stored bytes, with resources and scopes written once and referred to
/// by number, and the analysis.
/// </summary>
internal sealed class TraceJson
{
    private readonly JsonAnswer _answer;
    private readonly Utf8JsonWriter _json;
    private readonly AnalyzedTrace _analyzed;
    private readonly Numbering<Resource> _resources = new(SameResource.Comparer);
    private readonly Numbering<Scope> _scopes = new(SameScope.Comparer);

    internal TraceJson(JsonAnswer answer, AnalyzedTrace analyzed)
    {
        _answer = answer;
        _json = answer.Writer;
        _analyzed = analyzed;
        foreach (var span in analyzed.Trace.Spans)
        {
            _resources.Add(span.Resource);
            _scopes.Add(span.Scope);
        }
    }

    internal async ValueTask WriteAsync()
    {
        var trace = _analyzed.Trace;
        _json.WriteStartObject();
        _json.WriteId("traceId"u8, trace.Id);
        await WriteResourcesAsync();
        await WriteScopesAsync();
        await WriteSpansAsync();
        _json.WritePropertyName("analysis"u8);
        await _answer.WriteAsync(TraceAnalysisJson.WriteInParts(_json, trace.Id, _analyzed.Analysis));
        _json.WriteBoolean("complete"u8, trace.IsComplete);
        _json.WriteString("reason"u8, trace.IncompleteReason);
        _json.WriteEndObject();
    }

    private async ValueTask WriteResourcesAsync()
    {
        _json.WriteStartArray("resources"u8);
        foreach (var resource in _resources.Items)
        {
            SpanJson.WriteResource(_json, resource);
            await _answer.OfferChunkAsync();
        }

        _json.WriteEndArray();
    }

    private async ValueTask WriteScopesAsync()
    {
        _json.WriteStartArray("scopes"u8);
        foreach (var scope in _scopes.Items)
        {
            SpanJson.WriteScope(_json, scope);
            await _answer.OfferChunkAsync();
        }

        _json.WriteEndArray();
    }

    private async ValueTask WriteSpansAsync()
    {
        var spans = _analyzed.Trace.Spans;
        var keys = _analyzed.Keys();
        _json.WriteStartArray("spans"u8);
        for (var place = 0; place < spans.Count; place++)
        {
            var span = spans[place];
            _json.WriteStartObject();
            OtlpJsonWriter.WriteSpanProperties(_json, span.Encoded.Span);
            _json.WriteNumber("resource"u8, _resources[span.Resource]);
            _json.WriteNumber("scope"u8, _scopes[span.Scope]);
            _json.WriteString("key"u8, keys[place].ToString());
            _json.WriteEndObject();
            await _answer.OfferChunkAsync();
        }

        _json.WriteEndArray();
    }
}
