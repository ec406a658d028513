using System.Text.Json;
using Lumen.AspNetCore.Query.Parameters;
using Lumen.AspNetCore.Routes;
using Lumen.Hosting;
using Lumen.Ingestion;
using Lumen.Ledger;
using Lumen.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Lumen.AspNetCore.Query;

/// <summary>How Lumen itself is.</summary>
internal static class StatusQueries
{
    /// <summary>The states of the ledger, by their names in answers.</summary>
    private static readonly (string Name, SpanFate Fate)[] Fates =
    [
        ("stored", SpanFate.Stored), ("sampledOut", SpanFate.SampledOut), ("rejected", SpanFate.Rejected),
        ("refused", SpanFate.Refused), ("dropped", SpanFate.Dropped), ("forwarded", SpanFate.Forwarded),
    ];

    /// <summary>Health for probes: 200 while spans are taken and questions answered, 503 while not, the reasons in either.</summary>
    internal static async Task<Refusal?> GetHealthAsync(HttpContext context)
    {
        var health = context.RequestServices.GetRequiredService<LumenHealthMonitor>().Current;
        var isWell = health.Status != StoreStatus.Unhealthy;
        context.Response.StatusCode = isWell ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        var answer = JsonAnswer.Begin(context);
        answer.Writer.WriteStartObject();
        answer.Writer.WriteString("status"u8, NameOf(health.Status));
        answer.Writer.WriteStartArray("reasons"u8);
        foreach (var reason in health.Reasons)
        {
            answer.Writer.WriteStringValue(reason);
        }

        answer.Writer.WriteEndArray();
        answer.Writer.WriteEndObject();
        await answer.CompleteAsync();
        return null;
    }

    internal static async Task<Refusal?> GetMetricsAsync(HttpContext context)
    {
        var parameters = new QueryParameters(context.Request.Query);
        parameters.RefuseUnknown();
        if (parameters.Problem is { } problem)
        {
            return Refusal.BadRequest(problem);
        }

        var ledger = context.RequestServices.GetRequiredService<SpanLedger>().Snapshot();
        var answer = JsonAnswer.Begin(context);
        answer.Writer.WriteStartObject();
        answer.Writer.WriteNumber("queue_depth"u8, context.RequestServices.GetRequiredService<SpanPipeline>().QueueDepth);
        answer.Writer.WriteNumber("spans_ingested_total"u8, ledger[SpanFate.Stored]);
        answer.Writer.WriteNumber("spans_dropped_total"u8, ledger[SpanFate.Dropped]);
        WriteLedger(answer.Writer, ledger);
        answer.Writer.WriteEndObject();
        await answer.CompleteAsync();
        return null;
    }

    private static void WriteLedger(Utf8JsonWriter json, LedgerSnapshot ledger)
    {
        json.WriteStartObject("ledger"u8);
        json.WriteNumber("received"u8, ledger.Received);
        foreach (var (name, fate) in Fates)
        {
            json.WriteNumber(name, ledger[fate]);
        }

        json.WriteNumber("inFlight"u8, ledger.InFlight);
        json.WriteNumber("duplicates"u8, ledger.Duplicates);
        json.WriteNumber("answeredBeforeOutcome"u8, ledger.AnsweredBeforeOutcome);
        json.WriteNumber("changed"u8, ledger.Changed);
        json.WriteNumber("malformedRequests"u8, ledger.MalformedRequests);
        json.WriteNumber("refusedRequests"u8, ledger.RefusedRequests);
        WriteReasons(json, ledger);
        json.WriteEndObject();
    }

    /// <summary>Every state again by reason, so that a person sees why spans were not stored.</summary>
    private static void WriteReasons(Utf8JsonWriter json, LedgerSnapshot ledger)
    {
        json.WriteStartObject("reasons"u8);
        foreach (var (name, fate) in Fates)
        {
            json.WriteStartObject(name);
            var reasons = ledger.Fates.Where(entry => entry.Key.Fate == fate).OrderBy(entry => entry.Key.Reason, StringComparer.Ordinal);
            foreach (var (key, spans) in reasons)
            {
                json.WriteNumber(key.Reason, spans);
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static string NameOf(StoreStatus status) => status switch
    {
        StoreStatus.Healthy => "healthy",
        StoreStatus.Degraded => "degraded",
        _ => "unhealthy",
    };
}
