using Lumen.Analysis;
using Lumen.AspNetCore.Query.Answers;
using Lumen.AspNetCore.Query.Parameters;
using Lumen.AspNetCore.Routes;
using Lumen.Otlp;
using Microsoft.AspNetCore.Http;

namespace Lumen.AspNetCore.Query;

/// <summary>One trace: whole, as an outline, or one span of it.</summary>
internal static class TraceQueries
{
    /// <summary>By this in the <c>Accept</c> header a trace is asked for as plain OTLP/JSON.</summary>
    private const string OtlpJsonType = "application/x-otlp+json";

    internal static async Task<Refusal?> GetTraceAsync(HttpContext context)
    {
        var parameters = new QueryParameters(context.Request.Query);
        var options = AnalysisParameters.Read(parameters);
        var asOtlp = parameters.Word("format", "otlp") == 0 || AcceptsOtlp(context.Request);
        parameters.RefuseUnknown();
        var (trace, refusal) = await TraceLookup.FindAsync(context, parameters);
        if (trace is null)
        {
            return refusal;
        }

        var answer = JsonAnswer.Begin(context);
        if (asOtlp)
        {
            await WriteOtlpAsync(answer, trace);
        }
        else
        {
            await new TraceJson(answer, AnalyzedTrace.Of(trace, options)).WriteAsync();
        }

        await answer.CompleteAsync();
        return null;
    }

    internal static async Task<Refusal?> GetOutlineAsync(HttpContext context)
    {
        var parameters = new QueryParameters(context.Request.Query);
        var options = AnalysisParameters.Read(parameters);
        parameters.RefuseUnknown();
        var (trace, refusal) = await TraceLookup.FindAsync(context, parameters);
        if (trace is null)
        {
            return refusal;
        }

        var answer = JsonAnswer.Begin(context);
        await new OutlineJson(answer, AnalyzedTrace.Of(trace, options)).WriteAsync();
        await answer.CompleteAsync();
        return null;
    }

    internal static async Task<Refusal?> GetSpanAsync(HttpContext context)
    {
        var parameters = new QueryParameters(context.Request.Query);
        if (!SpanKey.TryParse(context.Request.RouteValues["key"] as string, null, out var key))
        {
            parameters.Refuse("A span key is 16 hexadecimal digits, or these with # and a number (%231 in an address); correct it there.");
        }

        parameters.RefuseUnknown();
        var (trace, refusal) = await TraceLookup.FindAsync(context, parameters);
        if (trace is null)
        {
            return refusal;
        }

        if (FindSpan(trace, key) is not { } span)
        {
            return Refusal.NotFound($"Trace {trace.Id} has no span {key}; look at the trace for those it has.");
        }

        var answer = JsonAnswer.Begin(context);
        SpanJson.Write(answer.Writer, span, key);
        await answer.CompleteAsync();
        return null;
    }

    /// <summary>A span by its key. Where its id is no other span's, which is nearly always, nothing needs to be analysed.</summary>
    private static Span? FindSpan(Trace trace, SpanKey key)
    {
        var candidates = trace.Spans.Where(span => span.Id == key.Id).Take(2).ToList();
        if (candidates.Count < 2)
        {
            return key.Number == 0 ? candidates.SingleOrDefault() : null;
        }

        var analyzed = AnalyzedTrace.Of(trace, AnalysisOptions.Default);
        var row = analyzed.Analysis.IndexOf(key);
        return row < 0 ? null : analyzed.SpanOf(analyzed.Analysis.Spans[row]);
    }

    private static bool AcceptsOtlp(HttpRequest request) =>
        request.GetTypedHeaders().Accept.Any(accepted => accepted.MediaType.Equals(OtlpJsonType, StringComparison.OrdinalIgnoreCase));

    private static async ValueTask WriteOtlpAsync(JsonAnswer answer, Trace trace)
    {
        answer.Writer.WriteStartObject();
        answer.Writer.WriteStartArray("resourceSpans"u8);
        await answer.WriteAsync(OtlpTraceWriter.WriteJsonInParts(answer.Writer, trace.Spans));
        answer.Writer.WriteEndArray();
        answer.Writer.WriteEndObject();
    }
}
