using Lumen.AspNetCore.Query.Parameters;
using Lumen.AspNetCore.Routes;
using Lumen.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Lumen.AspNetCore.Jaeger;

/// <summary>Services and operations as Jaeger lists them.</summary>
internal static class JaegerNames
{
    /// <summary>Jaeger's answers have no place to say that there are more.</summary>
    private static readonly NameQuery All = new() { Limit = NameQuery.MaxLimit };

    internal static async Task<Refusal?> ListServicesAsync(HttpContext context)
    {
        var services = await context.RequestServices.GetRequiredService<ITraceReader>().ListServicesAsync(All, context.RequestAborted);
        var answer = JsonAnswer.Begin(context);
        answer.Writer.WriteStartObject();
        answer.Writer.WriteStartArray("services"u8);
        foreach (var service in services.Names)
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
        var kind = parameters.Word(["spanKind", "span_kind"], JaegerKinds.All);
        if (service is null)
        {
            parameters.Refuse("'service' is missing: name the service whose operations are wanted.");
        }

        if (parameters.Problem is { } problem)
        {
            return Refusal.BadRequest(problem);
        }

        var reader = context.RequestServices.GetRequiredService<ITraceReader>();
        var operations = await reader.ListOperationsAsync(service!, All, context.RequestAborted);
        var answer = JsonAnswer.Begin(context);
        answer.Writer.WriteStartObject();
        answer.Writer.WriteStartArray("operations"u8);
        foreach (var operation in operations.Names.Where(operation => kind < 0 || operation.Kind == (SpanKind)kind))
        {
            answer.Writer.WriteStartObject();
            answer.Writer.WriteString("name"u8, operation.Name);
            answer.Writer.WriteString("spanKind"u8, JaegerKinds.Of(operation.Kind));
            answer.Writer.WriteEndObject();
            await answer.OfferChunkAsync();
        }

        answer.Writer.WriteEndArray();
        answer.Writer.WriteEndObject();
        await answer.CompleteAsync();
        return null;
    }
}
