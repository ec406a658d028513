using Microsoft.AspNetCore.Http;

namespace Lumen.AspNetCore.Routes;

/// <summary>Why a request is not answered as asked. How it is written is the surface's affair.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">One sentence that says what to do.</param>
internal sealed record Refusal(int Status, string Detail)
{
    /// <summary>When it is worth asking again; null where that is not known.</summary>
    internal TimeSpan? RetryAfter { get; init; }

    internal static Refusal BadRequest(string detail) => new(StatusCodes.Status400BadRequest, detail);

    internal static Refusal NotFound(string detail) => new(StatusCodes.Status404NotFound, detail);
}
