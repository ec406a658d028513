using Lumen.AspNetCore.Routes;
using Lumen.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Lumen.AspNetCore.Administration;

/// <summary>Backs the store up where the host's options say.</summary>
internal static class StoreBackups
{
    internal static async Task<Refusal?> MakeAsync(HttpContext context)
    {
        string directory;
        try
        {
            directory = await context.RequestServices.GetRequiredService<LumenAdministration>().BackUpAsync(context.RequestAborted);
        }
        catch (InvalidOperationException impossible)
        {
            return new Refusal(StatusCodes.Status409Conflict, impossible.Message);
        }

        context.Response.StatusCode = StatusCodes.Status201Created;
        var answer = JsonAnswer.Begin(context);
        answer.Writer.WriteStartObject();
        answer.Writer.WriteString("directory"u8, directory);
        answer.Writer.WriteEndObject();
        await answer.CompleteAsync();
        return null;
    }
}
