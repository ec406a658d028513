using System.Text.Json;
using Lumen.AspNetCore.Routes;
using Lumen.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Lumen.AspNetCore.Jaeger;

/// <summary>
/// Search results as lines, which Jaeger's page lists. It checks what it reads: ids of 32 digits, times as decimal strings, counts as
/// numbers; and it takes no traces as an empty list, where the search for whole traces answers 404.
/// </summary>
internal static class JaegerSummaries
{
    internal static async Task<Refusal?> FindSummariesAsync(HttpContext context)
    {
        var (query, refusal) = await JaegerSearchBody.ReadAsync(context);
        if (query is null)
        {
            return refusal;
        }

        var reader = context.RequestServices.GetRequiredService<BoundedTraceReader>();
        var page = await reader.SearchAsync(query, context.RequestAborted);
        page.ThrowIfNothingReadable();
        var answer = JsonAnswer.Begin(context);
        answer.Writer.WriteStartObject();
        answer.Writer.WriteStartArray("summaries"u8);
        foreach (var trace in page.Traces)
        {
            Write(answer.Writer, trace);
            await answer.OfferChunkAsync();
        }

        answer.Writer.WriteEndArray();
        answer.Writer.WriteEndObject();
        await answer.CompleteAsync();
        return null;
    }

    private static void Write(Utf8JsonWriter json, TraceSummary trace)
    {
        json.WriteStartObject();
        json.WriteId("traceId"u8, trace.TraceId);
        json.WriteString("rootServiceName"u8, trace.RootService);
        json.WriteString("rootOperationName"u8, trace.RootName);
        json.WriteNanos("minStartTimeUnixNano"u8, trace.StartUnixNano);
        json.WriteNanos("maxEndTimeUnixNano"u8, trace.StartUnixNano + trace.DurationNanos);
        json.WriteNumber("spanCount"u8, trace.SpanCount);
        json.WriteNumber("errorSpanCount"u8, trace.ErrorCount);
        json.WriteNumber("orphanSpanCount"u8, trace.OrphanCount);
        json.WriteStartArray("services"u8);
        foreach (var service in trace.Services)
        {
            json.WriteStartObject();
            json.WriteString("name"u8, service.Service);
            json.WriteNumber("spanCount"u8, service.SpanCount);
            json.WriteNumber("errorSpanCount"u8, service.ErrorCount);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
