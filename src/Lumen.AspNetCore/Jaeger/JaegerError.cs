using Lumen.AspNetCore.Routes;
using Microsoft.AspNetCore.Http;

namespace Lumen.AspNetCore.Jaeger;

/// <summary>Refusals in the form that readers of Jaeger's API expect.</summary>
internal static class JaegerError
{
    internal static async Task WriteAsync(HttpContext context, Refusal refusal)
    {
        var answer = JsonAnswer.Begin(context);
        answer.Writer.WriteStartObject();
        answer.Writer.WriteStartObject("error"u8);
        answer.Writer.WriteNumber("httpCode"u8, refusal.Status);
        answer.Writer.WriteString("message"u8, refusal.Detail);
        answer.Writer.WriteEndObject();
        answer.Writer.WriteEndObject();
        await answer.CompleteAsync();
    }
}
