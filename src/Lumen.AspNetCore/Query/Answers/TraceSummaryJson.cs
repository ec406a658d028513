using System.Text.Json;
using Lumen.AspNetCore.Routes;

namespace Lumen.AspNetCore.Query.Answers;

/// <summary>A line of search results as JSON.</summary>
internal static class TraceSummaryJson
{
    internal static void Write(Utf8JsonWriter json, TraceSummary trace)
    {
        json.WriteStartObject();
        json.WriteId("traceId"u8, trace.TraceId);
        json.WriteString("rootService"u8, trace.RootService);
        json.WriteString("rootName"u8, trace.RootName);
        json.WriteNanos("startUnixNano"u8, trace.StartUnixNano);
        json.WriteNanos("durationNanos"u8, trace.DurationNanos);
        json.WriteNumber("spanCount"u8, trace.SpanCount);
        json.WriteNumber("errorCount"u8, trace.ErrorCount);
        json.WriteStartArray("services"u8);
        foreach (var service in trace.Services)
        {
            json.WriteStartObject();
            json.WriteString("service"u8, service.Service);
            json.WriteNumber("spanCount"u8, service.SpanCount);
            json.WriteNumber("errorCount"u8, service.ErrorCount);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
