using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Lumen.AspNetCore.Routes;

/// <summary>Refusals as RFC 9457 problem details.</summary>
internal static class ProblemDetails
{
    internal static async Task WriteAsync(HttpContext context, Refusal refusal)
    {
        var answer = JsonAnswer.Begin(context, "application/problem+json; charset=utf-8");
        var json = answer.Writer;
        json.WriteStartObject();
        // The status says all there is to classify; RFC 9457 names this type for that.
        json.WriteString("type", "about:blank");
        json.WriteString("title", ReasonPhrases.GetReasonPhrase(refusal.Status));
        json.WriteNumber("status", refusal.Status);
        json.WriteString("detail", refusal.Detail);
        json.WriteEndObject();
        await answer.CompleteAsync();
    }
}
