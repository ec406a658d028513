using System.Net;
using Lumen.Ingestion;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Lumen.AspNetCore.Tests.Otlp.Bound;

/// <summary>An application that runs Grpc.AspNetCore on a port of its own, with Lumen's service bound into it.</summary>
internal sealed class BoundHost : IAsyncDisposable
{
    private readonly WebApplication _application;

    private BoundHost(WebApplication application) => _application = application;

    internal Uri Address => new(_application.Urls.Single());

    /// <summary>Starts one in front of a sink.</summary>
    internal static async Task<BoundHost> StartAsync(IOtlpSpanSink sink, int? largestMessage = null)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(server => server.Listen(IPAddress.Loopback, 0, port => port.Protocols = HttpProtocols.Http2));
        builder.Services.AddSingleton(sink);
        builder.Services.AddGrpc(server => server.MaxReceiveMessageSize = largestMessage);
        var application = builder.Build();
        application.MapGrpcService(services => services.GetRequiredService<IOtlpSpanSink>().BindTraceService());
        await application.StartAsync();
        return new BoundHost(application);
    }

    public async ValueTask DisposeAsync() => await _application.DisposeAsync();
}
