using Lumen.AspNetCore.Listener;
using Lumen.AspNetCore.Tests.Otlp;
using Lumen.Hosting;
using Lumen.Ingestion;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Lumen.AspNetCore.Tests.Listener;

/// <summary>A listener and what it is made of, without a host.</summary>
internal sealed class ListenerServices : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private ListenerServices(ServiceProvider services, RecordingSink sink, RecordingLogger log)
    {
        _services = services;
        Sink = sink;
        Log = log;
    }

    internal LumenOtlpListener Listener => _services.GetRequiredService<LumenOtlpListener>();

    internal RecordingSink Sink { get; }

    internal RecordingLogger Log { get; }

    internal static ListenerServices Create(
        Action<LumenOtlpListenerOptions>? configure,
        RecordingSink? sink = null,
        IngestionOptions? limits = null,
        TimeProvider? time = null,
        LumenOptions? lumen = null)
    {
        sink ??= new RecordingSink();
        var log = new RecordingLogger();
        var options = new LumenOtlpListenerOptions();
        configure?.Invoke(options);
        var services = new ServiceCollection()
            .AddLogging(logging => logging.AddProvider(log).SetMinimumLevel(LogLevel.Debug))
            .AddSingleton<IOtlpSpanSink>(sink)
            .AddSingleton(limits ?? new IngestionOptions())
            .AddSingleton(time ?? TimeProvider.System)
            .AddSingleton(Options.Create(lumen ?? new LumenOptions()))
            .AddSingleton(Options.Create(options))
            .AddSingleton(ListenerAssembly.Create)
            .BuildServiceProvider();
        return new ListenerServices(services, sink, log);
    }

    /// <summary>Starts the listener as a host does.</summary>
    internal Task StartAsync() => ((ILumenListener)Listener).StartAsync(CancellationToken.None).AsTask();

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
