using Lumen.AspNetCore.Access;
using Microsoft.AspNetCore.Http;

namespace Lumen.AspNetCore.Routes;

/// <summary>What the routes of one surface have in common.</summary>
/// <param name="Refuse">How a refusal is written.</param>
/// <param name="CacheControl">What caches may do with answers.</param>
internal sealed record RouteSurface(RefusalWriter Refuse, string CacheControl)
{
    /// <summary>The methods that are answered; any other is refused with 405.</summary>
    internal IReadOnlyList<string> Methods { get; init; } = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>What it is called in refusals.</summary>
    internal AccessSubject Subject { get; init; } = AccessSubject.Look;

    /// <summary>Whether anybody may ask, whatever the host says.</summary>
    internal bool IsOpen { get; init; }
}
