using System.Text.Json;
using Lumen.AspNetCore.Query.Parameters;
using Lumen.AspNetCore.Routes;
using Lumen.Queries;
using Lumen.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Lumen.AspNetCore.Query;

/// <summary>Names to offer while a search is written: keys of attributes and the frequent values of one.</summary>
internal static class CompletionQueries
{
    /// <summary>Each level stands at the place of its number.</summary>
    private static readonly string[] Levels = ["any", "span", "resource", "scope", "event", "link"];

    internal static async Task<Refusal?> ListKeysAsync(HttpContext context)
    {
        var parameters = new QueryParameters(context.Request.Query);
        var query = ReadQuery(context, parameters);
        parameters.RefuseUnknown();
        if (parameters.Problem is { } problem)
        {
            return Refusal.BadRequest(problem);
        }

        var reader = context.RequestServices.GetRequiredService<ITraceReader>();
        var list = await reader.ListAttributeKeysAsync(query, context.RequestAborted);
        var answer = JsonAnswer.Begin(context);
        answer.Writer.WriteStartObject();
        answer.Writer.WriteStartArray("attributes"u8);
        foreach (var key in list.Keys)
        {
            answer.Writer.WriteStartObject();
            answer.Writer.WriteString("key"u8, key.Key);
            answer.Writer.WriteString("level"u8, Levels[(int)key.Level]);
            answer.Writer.WriteString("field"u8, SpanField.Attribute(key.Level, key.Key).ToString());
            answer.Writer.WriteNumber("count"u8, key.Count);
            answer.Writer.WriteEndObject();
            await answer.OfferChunkAsync();
        }

        return await CompleteAsync(answer, list.Basis);
    }

    internal static async Task<Refusal?> ListValuesAsync(HttpContext context)
    {
        var parameters = new QueryParameters(context.Request.Query);
        var level = parameters.Word("level", Levels);
        var query = ReadQuery(context, parameters);
        parameters.RefuseUnknown();
        if (parameters.Problem is { } problem)
        {
            return Refusal.BadRequest(problem);
        }

        // A slash is the one character that an address keeps escaped.
        var key = ((string)context.Request.RouteValues["key"]!).Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
        var reader = context.RequestServices.GetRequiredService<ITraceReader>();
        var list = await reader.ListAttributeValuesAsync(
            level < 0 ? AttributeLevel.Any : (AttributeLevel)level, key, query, context.RequestAborted);
        var answer = JsonAnswer.Begin(context);
        answer.Writer.WriteStartObject();
        answer.Writer.WriteStartArray("values"u8);
        foreach (var value in list.Values)
        {
            answer.Writer.WriteStartObject();
            answer.Writer.WriteString("value"u8, value.Value);
            answer.Writer.WriteNumber("count"u8, value.Count);
            answer.Writer.WriteEndObject();
            await answer.OfferChunkAsync();
        }

        return await CompleteAsync(answer, list.Basis);
    }

    private static CompletionQuery ReadQuery(HttpContext context, QueryParameters parameters)
    {
        var clock = context.RequestServices.GetService<TimeProvider>() ?? TimeProvider.System;
        var (from, to) = SearchParameters.ReadWindow(parameters, TimeText.ToUnixNano(clock.GetUtcNow()));
        return new CompletionQuery
        {
            Service = parameters.Text("service"),
            Prefix = parameters.Text("prefix") ?? string.Empty,
            FromUnixNano = from,
            ToUnixNano = to,
            Limit = parameters.Integer("limit", 1, CompletionQuery.MaxLimit, CompletionQuery.DefaultLimit),
        };
    }

    private static async ValueTask<Refusal?> CompleteAsync(JsonAnswer answer, CompletionBasis basis)
    {
        WriteBasis(answer.Writer, basis);
        answer.Writer.WriteEndObject();
        await answer.CompleteAsync();
        return null;
    }

    private static void WriteBasis(Utf8JsonWriter json, CompletionBasis basis)
    {
        json.WriteEndArray();
        json.WriteNumber("spans"u8, basis.SpanCount);
        json.WriteBoolean("complete"u8, basis.IsWhole && basis.IncompleteReason is null);
        json.WriteString("reason"u8, basis.IncompleteReason
            ?? (basis.IsWhole ? null : "These are the names of the most recent spans; older spans may have others."));
    }
}
