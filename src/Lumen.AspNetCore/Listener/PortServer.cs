using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Lumen.AspNetCore.Listener;

/// <summary>
/// A Kestrel of its own on one port, beside the host's: the host's addresses and pipeline stay as they are, and its requests make no
/// activity and no request log. Started once.
/// </summary>
internal sealed class PortServer : IAsyncDisposable
{
    private readonly WebApplication _parts;
    private readonly IServer _server;

    private PortServer(WebApplication parts)
    {
        _parts = parts;
        _server = parts.Services.GetRequiredService<IServer>();
    }

    /// <summary>Where it really listens, once it has started: with port 0 the system chooses.</summary>
    public Uri Address => new(_server.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single());

    /// <summary>Where its sockets get their memory.</summary>
    public IMemoryPoolFactory<byte> MemoryPools => _parts.Services.GetRequiredService<IMemoryPoolFactory<byte>>();

    /// <summary>Makes a server that does not listen yet, in clear text where it has no certificates.</summary>
    public static PortServer Create(
        IPEndPoint endpoint, HttpProtocols protocols, ListenerCertificates? tls, Action<KestrelServerLimits> limit, ILoggerFactory loggers)
    {
        // The application only holds the server's parts and is never started: a memory pool reaches the transport in no other way.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options =>
        {
            options.AddServerHeader = false;
            limit(options.Limits);
            Listen(options, endpoint, listen =>
            {
                listen.Protocols = protocols;
                Secure(listen, tls);
            });
        });
        builder.Services.AddSingleton(loggers);
        builder.Services.Replace(ServiceDescriptor.Singleton<IMemoryPoolFactory<byte>, ReceiveMemoryPoolFactory>());
        builder.Services.Configure<SocketTransportOptions>(options => options.WaitForDataBeforeAllocatingBuffer = false);
        return new PortServer(builder.Build());
    }

    /// <summary>Begins to listen.</summary>
    /// <exception cref="IOException">The port is taken.</exception>
    /// <exception cref="SocketException">The address is not this machine's, or the port is not for this user.</exception>
    public Task StartAsync(IHttpApplication<HttpContext> application, CancellationToken cancellationToken) =>
        _server.StartAsync(application, cancellationToken);

    /// <summary>Takes no more requests and waits for those under way, until it is cancelled: then they are cut off.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => _server.StopAsync(cancellationToken);

    public ValueTask DisposeAsync() => _parts.DisposeAsync();

    private static void Secure(ListenOptions listen, ListenerCertificates? certificates)
    {
        if (certificates is not null)
        {
            listen.UseHttps(new TlsHandshakeCallbackOptions
            {
                OnConnection = _ => ValueTask.FromResult(certificates.Current.ForConnection()),
            });
        }
    }

    private static void Listen(KestrelServerOptions options, IPEndPoint endpoint, Action<ListenOptions> configure)
    {
        if (endpoint.Address.Equals(IPAddress.IPv6Any))
        {
            // Falls back to IPv4 on machines that have no IPv6.
            options.ListenAnyIP(endpoint.Port, configure);
        }
        else
        {
            options.Listen(endpoint, configure);
        }
    }
}
