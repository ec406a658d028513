using System.Net;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace Lumen.AspNetCore.Access;

/// <summary>
/// Whether a request names a host that a foreign web site cannot have pointed at this machine (DNS rebinding): a loopback name or address,
/// or one that the host lists in ASP.NET Core's own <c>AllowedHosts</c>. The list <c>*</c> of the project templates names nobody.
/// </summary>
internal static class LocalHosts
{
    internal static bool Contains(HttpContext context)
    {
        // Browsers always name a host; who does not (HTTP/1.0) is none.
        var host = context.Request.Host;
        return !host.HasValue || IsLoopback(host.Host) || IsConfigured(context, host.Host);
    }

    private static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    private static bool IsConfigured(HttpContext context, string host)
    {
        var options = context.RequestServices.GetService<IOptionsMonitor<HostFilteringOptions>>();
        var patterns = options?.CurrentValue.AllowedHosts.Where(pattern => pattern is not ("*" or "[::]" or "0.0.0.0"));
        return patterns is not null && HostString.MatchesAny(host, [.. patterns.Select(pattern => new StringSegment(pattern))]);
    }
}
