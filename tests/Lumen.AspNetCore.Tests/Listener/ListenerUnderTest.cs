using Lumen.AspNetCore.Tests.Otlp;
using Lumen.Hosting;
using Lumen.Ingestion;

namespace Lumen.AspNetCore.Tests.Listener;

/// <summary>The listener on free ports of loopback, in front of a sink that records, and clients for it.</summary>
internal sealed class ListenerUnderTest : IAsyncDisposable
{
    private readonly ListenerServices _services;

    private ListenerUnderTest(ListenerServices services)
    {
        _services = services;
        Grpc = new ExportClient(Listener.GrpcAddresses[0]);
        Http = new HttpClient { BaseAddress = Listener.HttpAddress };
    }

    internal LumenOtlpListener Listener => _services.Listener;

    internal RecordingSink Sink => _services.Sink;

    internal RecordingLogger Log => _services.Log;

    internal ExportClient Grpc { get; }

    internal HttpClient Http { get; }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        Grpc.Dispose();
        await StopAsync(CancellationToken.None);
        await _services.DisposeAsync();
    }

    /// <summary>Stops the listener as a host does.</summary>
    internal ValueTask StopAsync(CancellationToken deadline) => ((ILumenListener)Listener).StopAsync(deadline);

    internal static async Task<ListenerUnderTest> StartAsync(
        Action<LumenOtlpListenerOptions>? configure = null,
        IngestionOptions? limits = null,
        TimeProvider? time = null,
        LumenOptions? lumen = null)
    {
        var services = ListenerServices.Create(
            options =>
            {
                (options.GrpcPorts, options.HttpPort) = ([0], 0);
                configure?.Invoke(options);
            },
            limits: limits,
            time: time,
            lumen: lumen);
        await services.StartAsync();
        return new ListenerUnderTest(services);
    }
}
