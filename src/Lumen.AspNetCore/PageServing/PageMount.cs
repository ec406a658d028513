using Microsoft.AspNetCore.Http;

namespace Lumen.AspNetCore.PageServing;

/// <summary>
/// Where the page is mounted, seen from the browser: taken from the request rather than from the pattern that was mapped, which does not
/// know the path base, the groups around it, or values in their place.
/// </summary>
internal static class PageMount
{
    /// <summary>The path of the mount, with a slash at both ends.</summary>
    /// <param name="request">A request for a page below it.</param>
    /// <param name="depth">How many segments below the mount the page is.</param>
    internal static string Of(HttpRequest request, int depth)
    {
        var path = (request.PathBase.ToUriComponent() + request.Path.ToUriComponent()).TrimEnd('/');
        for (; depth > 0; depth--)
        {
            path = path[..Math.Max(0, path.LastIndexOf('/'))];
        }

        // Two slashes at the front would name another host.
        return $"/{path.Trim('/')}/".Replace("//", "/", StringComparison.Ordinal);
    }
}
