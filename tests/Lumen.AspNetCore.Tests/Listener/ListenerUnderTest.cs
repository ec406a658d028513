using Lumen.AspNetCore.Listener;
using Lumen.AspNetCore.Tests.Otlp;
using Lumen.Hosting;
using Lumen.Ingestion;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Lumen.AspNetCore.Tests.Listener;

/// <summary>The listener on free ports of loopback, in front of a sink that records, and clients for it.</summary>
internal sealed class ListenerUnderTest : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private ListenerUnderTest(ServiceProvider services, LumenOtlpListener listener, RecordingSink sink, RecordingLogger logger)
    {
        _services = services;
        Listener = listener;
        Sink = sink;
        Log = logger;
        Grpc = new ExportClient(listener.GrpcAddresses[0]);
        Http = new HttpClient { BaseAddress = listener.HttpAddress };
    }

    internal LumenOtlpListener Listener { get; }

    internal RecordingSink Sink { get; }

    internal RecordingLogger Log { get; }

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
        RecordingSink? sink = null,
        IngestionOptions? limits = null,
        TimeProvider? time = null)
    {
        sink ??= new RecordingSink();
        var logger = new RecordingLogger();
        var services = Services(configure, sink, logger, limits ?? new IngestionOptions(), time ?? TimeProvider.System);
        var listener = services.GetRequiredService<LumenOtlpListener>();
        await ((ILumenListener)listener).StartAsync(CancellationToken.None);
        return new ListenerUnderTest(services, listener, sink, logger);
    }

    private static ServiceProvider Services(
        Action<LumenOtlpListenerOptions>? configure, RecordingSink sink, RecordingLogger logger, IngestionOptions limits, TimeProvider time)
    {
        var options = new LumenOtlpListenerOptions { GrpcPorts = [0], HttpPort = 0 };
        configure?.Invoke(options);
        return new ServiceCollection()
            .AddLogging(logging => logging.AddProvider(logger).SetMinimumLevel(LogLevel.Debug))
            .AddSingleton<IOtlpSpanSink>(sink)
            .AddSingleton(limits)
            .AddSingleton(time)
            .AddSingleton(Options.Create(new LumenOptions()))
            .AddSingleton(Options.Create(options))
            .AddSingleton(ListenerAssembly.Create)
            .BuildServiceProvider();
    }
}
