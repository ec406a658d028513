using System.Globalization;
using Lumen.AspNetCore.Routes;
using Lumen.Hosting;
using Lumen.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Lumen.AspNetCore.Administration;

/// <summary>Deletes and pins single traces.</summary>
internal static class TraceChanges
{
    internal static Task<Refusal?> DeleteAsync(HttpContext context) => ChangeAsync(
        context, (traces, id, stop) => traces.DeleteTraceAsync(id, stop), "No span of trace {0} is stored, so there is nothing to delete.");

    internal static Task<Refusal?> PinAsync(HttpContext context) => ChangeAsync(
        context, (traces, id, stop) => traces.PinTraceAsync(id, stop), "No span of trace {0} is stored, so it cannot be pinned.");

    internal static Task<Refusal?> UnpinAsync(HttpContext context) => ChangeAsync(
        context, (traces, id, stop) => traces.UnpinTraceAsync(id, stop), "Trace {0} is not pinned.");

    internal static async Task<Refusal?> ListPinsAsync(HttpContext context)
    {
        if (TracesOf(context) is not { } traces)
        {
            return NotOffered();
        }

        var pins = await traces.ListPinnedTracesAsync(context.RequestAborted);
        var answer = JsonAnswer.Begin(context);
        answer.Writer.WriteStartObject();
        answer.Writer.WriteStartArray("pins"u8);
        foreach (var pin in pins)
        {
            answer.Writer.WriteStartObject();
            answer.Writer.WriteString("traceId"u8, pin.Id.ToString());
            answer.Writer.WriteString("pinnedUnixNano"u8, pin.PinnedUnixNano.ToString(CultureInfo.InvariantCulture));
            answer.Writer.WriteEndObject();
        }

        answer.Writer.WriteEndArray();
        answer.Writer.WriteEndObject();
        await answer.CompleteAsync();
        return null;
    }

    private static async Task<Refusal?> ChangeAsync(
        HttpContext context, Func<ITraceAdministration, TraceId, CancellationToken, ValueTask<bool>> change, string nothing)
    {
        if (!TraceId.TryParse(context.Request.RouteValues["id"] as string, null, out var id))
        {
            return Refusal.BadRequest("A trace id is 32 hexadecimal digits; correct it in the address.");
        }

        if (TracesOf(context) is not { } traces)
        {
            return NotOffered();
        }

        try
        {
            if (!await change(traces, id, context.RequestAborted))
            {
                return Refusal.NotFound(string.Format(CultureInfo.InvariantCulture, nothing, id));
            }
        }
        catch (InvalidOperationException full)
        {
            return new Refusal(StatusCodes.Status409Conflict, full.Message);
        }

        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return null;
    }

    private static ITraceAdministration? TracesOf(HttpContext context) =>
        context.RequestServices.GetRequiredService<LumenAdministration>().Traces;

    private static Refusal NotOffered() =>
        new(StatusCodes.Status501NotImplemented, "The store of this host does not delete or pin single traces.");
}
