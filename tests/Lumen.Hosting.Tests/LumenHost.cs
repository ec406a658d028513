using Lumen.Ingestion;
using Lumen.Storage;
using Lumen.TestKit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Lumen.Hosting;

/// <summary>Hosts as users build theirs.</summary>
internal static class LumenHost
{
    /// <summary>A host that writes to a scripted store, with further services as a test wants them.</summary>
    internal static IHost Create(
        ScriptedTraceStore store, Action<IServiceCollection>? services = null, params (string Key, string Value)[] configuration) =>
        Create(
            collection =>
            {
                collection.AddSingleton(Registration(store));
                services?.Invoke(collection);
            },
            configuration);

    /// <summary>A host on the embedded store.</summary>
    internal static IHost Create(Action<IServiceCollection>? services = null, params (string Key, string Value)[] configuration)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddInMemoryCollection(configuration.Select(entry => KeyValuePair.Create(entry.Key, (string?)entry.Value)));
        builder.Logging.AddProvider(new CollectingLoggerProvider());
        builder.Services.AddLumen();
        services?.Invoke(builder.Services);
        return builder.Build();
    }

    internal static TraceStoreRegistration Registration(ITraceStore store, bool isDefault = false) =>
        new(store.Capabilities.Name, isDefault, _ => store);

    internal static Task<SpanSinkResult> WriteAsync(this IHost host, params SpanBuilder[] spans) => host.Services
        .GetRequiredService<IOtlpSpanSink>()
        .WriteAsync(new OtlpRequestBuilder().Resource("shop").Add(spans).ToBatch(), CancellationToken.None)
        .AsTask();

    internal static LumenHealth Health(this IHost host) => host.Services.GetRequiredService<LumenHealthMonitor>().Current;

    internal static IReadOnlyList<LogEntry> Log(this IHost host) =>
        host.Services.GetServices<ILoggerProvider>().OfType<CollectingLoggerProvider>().Single().Entries;

    /// <summary>Whether anything has asked the host to stop.</summary>
    internal static bool IsStopping(this IHost host) =>
        host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested;
}
