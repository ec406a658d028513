using Lumen.AspNetCore.Query.Answers;
using Lumen.AspNetCore.Query.Parameters;
using Lumen.AspNetCore.Routes;
using Microsoft.AspNetCore.Http;

namespace Lumen.AspNetCore.Query;

/// <summary>One trace: whole, as an outline, or one span of it.</summary>
internal static class TraceQueries
{
    internal static async Task<Refusal?> GetOutlineAsync(HttpContext context)
    {
        var parameters = new QueryParameters(context.Request.Query);
        var options = AnalysisParameters.Read(parameters);
        parameters.RefuseUnknown();
        if (parameters.Problem is { } problem)
        {
            return Refusal.BadRequest(problem);
        }

        var (trace, refusal) = await TraceLookup.FindAsync(context);
        if (trace is null)
        {
            return refusal;
        }

        var answer = JsonAnswer.Begin(context);
        await new OutlineJson(answer, AnalyzedTrace.Of(trace, options)).WriteAsync();
        await answer.CompleteAsync();
        return null;
    }
}
