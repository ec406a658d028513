using Microsoft.AspNetCore.Http;

namespace Lumen.AspNetCore.Otlp;

/// <summary>Decides who may send. Thread-safe.</summary>
/// <param name="context">The request; its body has not been read.</param>
/// <returns>Null if the sender may, else a sentence that says what is missing.</returns>
internal delegate ValueTask<string?> IngestionAccess(HttpContext context);
