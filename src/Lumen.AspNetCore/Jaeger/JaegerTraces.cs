using Lumen.AspNetCore.Query.Parameters;
using Lumen.AspNetCore.Routes;
using Lumen.Hosting;
using Lumen.Otlp;
using Lumen.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Lumen.AspNetCore.Jaeger;

/// <summary>
/// Whole traces as Jaeger gives them: OTLP/JSON in the wrapper of a gRPC gateway, <c>{"result":{"resourceSpans":[...]}}</c>.
/// </summary>
internal static class JaegerTraces
{
    internal static async Task<Refusal?> GetTraceAsync(HttpContext context)
    {
        if (!TryParseId(context.Request.RouteValues["id"] as string, out var id))
        {
            return Refusal.BadRequest("A trace id is 1 to 32 hexadecimal digits; correct it in the address.");
        }

        // The window is a hint for stores that keep traces by time; Lumen finds a trace by its id alone.
        var parameters = new QueryParameters(context.Request.Query);
        JaegerSearch.ReadOptionalTime(parameters, "startTime", "start_time");
        JaegerSearch.ReadOptionalTime(parameters, "endTime", "end_time");
        JaegerSearch.ReadRaw(parameters, "rawTraces", "raw_traces");
        if (parameters.Problem is { } problem)
        {
            return Refusal.BadRequest(problem);
        }

        var reader = context.RequestServices.GetRequiredService<BoundedTraceReader>();
        return await reader.FindReadableAsync(id, context.RequestAborted) is { } held
            ? await WriteAsync(context, reader, held, [])
            : NoTraces();
    }

    internal static async Task<Refusal?> FindTracesAsync(HttpContext context)
    {
        var (query, refusal) = await JaegerSearchBody.ReadAsync(context);
        if (query is null)
        {
            return refusal;
        }

        var reader = context.RequestServices.GetRequiredService<BoundedTraceReader>();
        var page = await reader.SearchAsync(query, context.RequestAborted);
        for (var place = 0; place < page.Traces.Count; place++)
        {
            // Retention may have taken a trace since the search saw it.
            var first = await reader.FindTraceAsync(page.Traces[place].TraceId, context.RequestAborted);
            if (first is { Trace.Spans.Count: > 0 })
            {
                return await WriteAsync(context, reader, first, page.Traces.Skip(place + 1));
            }

            first?.Dispose();
        }

        page.ThrowIfNothingReadable();
        return NoTraces();
    }

    // Readers know an empty answer by these words.
    private static Refusal NoTraces() => Refusal.NotFound("No traces found");

    private static async Task<Refusal?> WriteAsync(
        HttpContext context, BoundedTraceReader reader, HeldTrace first, IEnumerable<TraceSummary> others)
    {
        context.Response.RegisterForDispose(first);
        var answer = JsonAnswer.Begin(context);

        // From here on a failure can only break the answer off, which its reader notices; so few traces are in memory.
        await context.Response.StartAsync(context.RequestAborted);
        answer.Writer.WriteStartObject();
        answer.Writer.WriteStartObject("result"u8);
        answer.Writer.WriteStartArray("resourceSpans"u8);
        await WriteSpansAsync(answer, first, new TraceQueue(reader, others.Select(summary => summary.TraceId), context.RequestAborted));
        answer.Writer.WriteEndArray();
        answer.Writer.WriteEndObject();
        answer.Writer.WriteEndObject();
        await answer.CompleteAsync();
        return null;
    }

    private static async ValueTask WriteSpansAsync(JsonAnswer answer, HeldTrace first, TraceQueue others)
    {
        await using (others)
        {
            for (var held = first; held is not null; held = await others.NextAsync())
            {
                others.ReadAhead();
                using (held)
                {
                    await answer.WriteAsync(OtlpTraceWriter.WriteJsonInParts(answer.Writer, held.Trace.Spans));
                }
            }
        }
    }

    private static bool TryParseId(string? text, out TraceId id)
    {
        id = default;
        return text is { Length: >= 1 and <= TraceId.HexLength } && TraceId.TryParse(text.PadLeft(TraceId.HexLength, '0'), out id);
    }
}
