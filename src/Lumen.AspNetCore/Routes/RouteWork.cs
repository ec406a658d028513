using Microsoft.AspNetCore.Http;

namespace Lumen.AspNetCore.Routes;

/// <summary>Answers a request that was found admissible.</summary>
/// <param name="context">The request.</param>
/// <returns>Null if it wrote the answer; a refusal if it wrote nothing.</returns>
internal delegate Task<Refusal?> RouteWork(HttpContext context);

/// <summary>Writes a refusal in the form of the surface that was asked: problem details, an HTML page, Jaeger's errors.</summary>
/// <param name="context">The request; status and headers are set already.</param>
/// <param name="refusal">What to say.</param>
internal delegate Task RefusalWriter(HttpContext context, Refusal refusal);
