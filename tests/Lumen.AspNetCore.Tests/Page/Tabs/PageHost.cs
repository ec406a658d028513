using Lumen.AspNetCore.Tests.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Lumen.AspNetCore.Tests.Page.Tabs;

/// <summary>An application with Lumen's page on a real port of the loopback address, for a browser.</summary>
internal sealed class PageHost : IAsyncDisposable
{
    private readonly LumenHost _host;

    private PageHost(LumenHost host, string path)
    {
        _host = host;
        Origin = host.Client.BaseAddress!.GetLeftPart(UriPartial.Authority);
        Address = Origin + path;
    }

    internal TraceShelf Shelf => _host.Shelf;

    internal IServiceProvider Services => _host.Services;

    /// <summary>What time it is, for the host and for the browser.</summary>
    internal DateTimeOffset Now => _host.Clock.GetUtcNow();

    /// <summary>Scheme, address and port.</summary>
    internal string Origin { get; }

    /// <summary>Where the page is, with a slash at the end.</summary>
    internal string Address { get; }

    /// <summary>Starts an application with traces.</summary>
    /// <param name="fill">Puts them on the shelf.</param>
    /// <param name="environment">Development unless given.</param>
    /// <param name="pathBase">A path base in front of <c>/lumen</c>.</param>
    /// <param name="services">Further services.</param>
    internal static async Task<PageHost> StartAsync(
        Action<TraceShelf>? fill = null, string? environment = null, string pathBase = "", Action<IServiceCollection>? services = null)
    {
        void Map(WebApplication application)
        {
            application.UsePathBase(pathBase);
            application.UseRouting();
            application.MapLumen();
        }

        var host = await LumenHost.StartOnPortAsync(Map, environment, services);
        fill?.Invoke(host.Shelf);
        return new PageHost(host, pathBase.Replace(" ", "%20", StringComparison.Ordinal) + "/lumen/");
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();
}
