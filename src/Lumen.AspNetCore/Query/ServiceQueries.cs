using System.Text.Json;
using Lumen.AspNetCore.Query.Parameters;
using Lumen.AspNetCore.Routes;
using Lumen.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Lumen.AspNetCore.Query;

/// <summary>What is known by name: services and their operations.</summary>
internal static class ServiceQueries
{
    internal static async Task<Refusal?> ListServicesAsync(HttpContext context)
    {
        var parameters = new QueryParameters(context.Request.Query);
        var query = ReadQuery(parameters);
        parameters.RefuseUnknown();
        if (parameters.Problem is { } problem)
        {
            return Refusal.BadRequest(problem);
        }

        var reader = context.RequestServices.GetRequiredService<ITraceReader>();
        var list = await reader.ListServicesAsync(query, context.RequestAborted);
        return await AnswerAsync(context, "services", list, static (json, service) => json.WriteStringValue(service));
    }

    internal static async Task<Refusal?> ListOperationsAsync(HttpContext context)
    {
        var parameters = new QueryParameters(context.Request.Query);
        var service = parameters.Text("service");
        var query = ReadQuery(parameters);
        parameters.RefuseUnknown();
        if (service is null)
        {
            parameters.Refuse("'service' is missing: name the service whose operations are wanted.");
        }

        if (parameters.Problem is { } problem)
        {
            return Refusal.BadRequest(problem);
        }

        var reader = context.RequestServices.GetRequiredService<ITraceReader>();
        var list = await reader.ListOperationsAsync(service!, query, context.RequestAborted);
        return await AnswerAsync(context, "operations", list, static (json, operation) =>
        {
            json.WriteStartObject();
            json.WriteString("name", operation.Name);
            json.WriteString("kind", SpanKindNames.Of(operation.Kind));
            json.WriteEndObject();
        });
    }

    /// <summary>Names are chosen by whoever sends: there may be a million of them.</summary>
    private static NameQuery ReadQuery(QueryParameters parameters)
    {
        var query = new NameQuery
        {
            FromUnixNano = parameters.UnixNano("from") ?? 0,
            ToUnixNano = parameters.UnixNano("to") ?? ulong.MaxValue,
            Prefix = parameters.Text("prefix") ?? string.Empty,
            Limit = parameters.Integer("limit", 1, NameQuery.MaxLimit, NameQuery.DefaultLimit),
        };
        if (query.FromUnixNano > query.ToUnixNano)
        {
            parameters.Refuse("'from' is later than 'to': exchange them.");
        }

        return query;
    }

    private static async Task<Refusal?> AnswerAsync<T>(
        HttpContext context, string property, NameList<T> list, Action<Utf8JsonWriter, T> write)
    {
        var answer = JsonAnswer.Begin(context);
        answer.Writer.WriteStartObject();
        answer.Writer.WriteStartArray(property);
        foreach (var name in list.Names)
        {
            write(answer.Writer, name);
            await answer.OfferChunkAsync();
        }

        answer.Writer.WriteEndArray();
        answer.Writer.WriteBoolean("complete"u8, list.IsComplete);
        answer.Writer.WriteString("reason"u8, list.IncompleteReason);
        answer.Writer.WriteEndObject();
        await answer.CompleteAsync();
        return null;
    }
}
