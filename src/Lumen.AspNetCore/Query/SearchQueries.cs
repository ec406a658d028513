using System.Text.Json;
using Lumen.AspNetCore.Query.Answers;
using Lumen.AspNetCore.Query.Parameters;
using Lumen.AspNetCore.Routes;
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

        var reader = context.RequestServices.GetRequiredService<ITraceReader>();
        var page = await reader.SearchAsync(search.Query, context.RequestAborted);
        var answer = JsonAnswer.Begin(context);
        answer.Writer.WriteStartObject();
        answer.Writer.WriteStartArray("traces");
        foreach (var trace in page.Traces)
        {
            TraceSummaryJson.Write(answer.Writer, trace);
            await answer.OfferChunkAsync();
        }

        answer.Writer.WriteEndArray();
        WriteRest(answer.Writer, page);
        answer.Writer.WriteEndObject();
        await answer.CompleteAsync();
        return null;
    }

    private static void WriteRest(Utf8JsonWriter json, TracePage page)
    {
        json.WriteString("next", page.Next?.ToString());
        json.WriteBoolean("complete", page.IsComplete);
        json.WriteString("reason", page.IncompleteReason);
    }
}
