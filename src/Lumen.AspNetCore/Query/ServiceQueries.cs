using Lumen.AspNetCore.Query.Parameters;
using Lumen.AspNetCore.Routes;
using Lumen.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Lumen.AspNetCore.Query;

/// <summary>What is known by name: services and their operations.</summary>
internal static class ServiceQueries
{
    private const int DefaultLimit = 1_000;
    private const int MaxLimit = 10_000;

    internal static async Task<Refusal?> ListServicesAsync(HttpContext context)
    {
        var parameters = new QueryParameters(context.Request.Query);
        var (prefix, limit) = ReadBounds(parameters);
        parameters.RefuseUnknown();
        if (parameters.Problem is { } problem)
        {
            return Refusal.BadRequest(problem);
        }

        var services = await context.RequestServices.GetRequiredService<ITraceReader>().ListServicesAsync(context.RequestAborted);
        var answer = JsonAnswer.Begin(context);
        answer.Writer.WriteStartObject();
        answer.Writer.WriteStartArray("services");
        var matching = services.Where(service => service.StartsWith(prefix, StringComparison.Ordinal)).Take(limit + 1).ToList();
        foreach (var service in matching.Take(limit))
        {
            answer.Writer.WriteStringValue(service);
            await answer.OfferChunkAsync();
        }

        answer.Writer.WriteEndArray();
        answer.Writer.WriteBoolean("complete"u8, matching.Count <= limit);
        answer.Writer.WriteEndObject();
        await answer.CompleteAsync();
        return null;
    }

    internal static async Task<Refusal?> ListOperationsAsync(HttpContext context)
    {
        var parameters = new QueryParameters(context.Request.Query);
        var service = parameters.Text("service");
        var (prefix, limit) = ReadBounds(parameters);
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
        var operations = await reader.ListOperationsAsync(service!, context.RequestAborted);
        var answer = JsonAnswer.Begin(context);
        answer.Writer.WriteStartObject();
        answer.Writer.WriteStartArray("operations");
        var matching = operations.Where(operation => operation.Name.StartsWith(prefix, StringComparison.Ordinal)).Take(limit + 1).ToList();
        foreach (var operation in matching.Take(limit))
        {
            answer.Writer.WriteStartObject();
            answer.Writer.WriteString("name", operation.Name);
            answer.Writer.WriteString("kind", SpanKindNames.Of(operation.Kind));
            answer.Writer.WriteEndObject();
            await answer.OfferChunkAsync();
        }

        answer.Writer.WriteEndArray();
        answer.Writer.WriteBoolean("complete"u8, matching.Count <= limit);
        answer.Writer.WriteEndObject();
        await answer.CompleteAsync();
        return null;
    }

    /// <summary>Names are chosen by whoever sends: there may be a million of them.</summary>
    private static (string Prefix, int Limit) ReadBounds(QueryParameters parameters) =>
        (parameters.Text("prefix") ?? string.Empty, parameters.Integer("limit", 1, MaxLimit, DefaultLimit));
}
