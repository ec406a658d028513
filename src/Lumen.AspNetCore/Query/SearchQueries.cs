using System.Text.Json;
using Lumen.Analysis;
using Lumen.AspNetCore.Query.Answers;
using Lumen.AspNetCore.Query.Parameters;
using Lumen.AspNetCore.Routes;
using Lumen.Hosting;
using Lumen.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Lumen.AspNetCore.Query;

/// <summary>The search for traces.</summary>
internal static class SearchQueries
{
    internal static async Task<Refusal?> SearchAsync(HttpContext context)
    {
        var clock = context.RequestServices.GetService<TimeProvider>() ?? TimeProvider.System;
        var parameters = new QueryParameters(context.Request.Query);
        var search = SearchParameters.Read(parameters, TimeText.ToUnixNano(clock.GetUtcNow()));
        if (parameters.Problem is { } problem)
        {
            return Refusal.BadRequest(problem);
        }

        var reader = context.RequestServices.GetRequiredService<BoundedTraceReader>();
        var page = await reader.SearchAsync(search.Query, context.RequestAborted);
        var explanations = search.Explain ? await ExplainAsync(context, page) : [];
        var answer = JsonAnswer.Begin(context);
        answer.Writer.WriteStartObject();
        answer.Writer.WriteStartArray("traces");
        foreach (var trace in page.Traces)
        {
            TraceSummaryJson.Write(answer.Writer, trace, explanations.GetValueOrDefault(trace.TraceId));
            await answer.OfferChunkAsync();
        }

        answer.Writer.WriteEndArray();
        WriteRest(answer.Writer, page);
        answer.Writer.WriteEndObject();
        await answer.CompleteAsync();
        return null;
    }

    /// <summary>Analyses the traces of a page, one in memory at a time; a trace that cannot be read any more has no explanation.</summary>
    private static async ValueTask<Dictionary<TraceId, Dictionary<string, ulong>>> ExplainAsync(HttpContext context, TracePage page)
    {
        var reader = context.RequestServices.GetRequiredService<BoundedTraceReader>();
        var explanations = new Dictionary<TraceId, Dictionary<string, ulong>>();
        foreach (var summary in page.Traces)
        {
            using var held = await reader.FindTraceAsync(summary.TraceId, context.RequestAborted);
            if (held is { Trace: { Spans.Count: > 0 } trace })
            {
                var analysis = AnalyzedTrace.Of(trace, AnalysisOptions.Default).Analysis;
                explanations[trace.Id] = analysis.Services.ToDictionary(service => service.Service, service => service.CriticalNanos);
            }
        }

        return explanations;
    }

    private static void WriteRest(Utf8JsonWriter json, TracePage page)
    {
        json.WriteString("next", page.Next?.ToString());
        json.WriteBoolean("complete", page.IsComplete);
        json.WriteString("reason", page.IncompleteReason);
    }
}
