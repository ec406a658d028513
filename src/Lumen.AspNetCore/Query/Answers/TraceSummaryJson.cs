using System.Text.Json;
using Lumen.AspNetCore.Routes;

namespace Lumen.AspNetCore.Query.Answers;

/// <summary>A line of search results as JSON.</summary>
internal static class TraceSummaryJson
{
    /// <summary>Writes it as an object.</summary>
    /// <param name="json">Where to write.</param>
    /// <param name="trace">The line.</param>
    /// <param name="criticalNanos">Each service's time on the critical path, where that is wanted; a service without any is 0.</param>
    internal static void Write(Utf8JsonWriter json, TraceSummary trace, IReadOnlyDictionary<string, ulong>? criticalNanos)
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
            if (criticalNanos is not null)
            {
                json.WriteNanos("criticalNanos"u8, criticalNanos.GetValueOrDefault(service.Service));
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
