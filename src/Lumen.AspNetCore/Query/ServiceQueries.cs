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
        parameters.RefuseUnknown();
        if (parameters.Problem is { } problem)
        {
            return Refusal.BadRequest(problem);
        }

        var services = await context.RequestServices.GetRequiredService<ITraceReader>().ListServicesAsync(context.RequestAborted);
        var answer = JsonAnswer.Begin(context);
        answer.Writer.WriteStartObject();
        answer.Writer.WriteStartArray("services");
        foreach (var service in services)
        {
            answer.Writer.WriteStringValue(service);
            await answer.OfferChunkAsync();
        }

        answer.Writer.WriteEndArray();
        answer.Writer.WriteEndObject();
        await answer.CompleteAsync();
        return null;
    }

    internal static async Task<Refusal?> ListOperationsAsync(HttpContext context)
    {
        var parameters = new QueryParameters(context.Request.Query);
        var service = parameters.Text("service");
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
        foreach (var operation in operations)
        {
            answer.Writer.WriteStartObject();
            answer.Writer.WriteString("name", operation.Name);
            answer.Writer.WriteString("kind", SpanKindNames.Of(operation.Kind));
            answer.Writer.WriteEndObject();
            await answer.OfferChunkAsync();
        }

        answer.Writer.WriteEndArray();
        answer.Writer.WriteEndObject();
        await answer.CompleteAsync();
        return null;
    }
}
