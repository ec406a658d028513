using Lumen.Ingestion;
using Lumen.Storage;
using Lumen.TestKit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Lumen.Hosting;

/// <summary>Hosts as users build theirs, on a scripted store.</summary>
internal static class LumenHost
{
    /// <summary>A host that writes to a scripted store, with further services as a test wants them.</summary>
    internal static IHost Create(
        ScriptedTraceStore store, Action<IServiceCollection>? services = null, params (string Key, string Value)[] configuration)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddInMemoryCollection(configuration.Select(entry => KeyValuePair.Create(entry.Key, (string?)entry.Value)));
        builder.Logging.AddProvider(new CollectingLoggerProvider());
        builder.Services.AddSingleton(Registration(store));
        builder.Services.AddLumen();
        services?.Invoke(builder.Services);
        return builder.Build();
    }

    internal static TraceStoreRegistration Registration(ITraceStore store, bool isDefault = false) =>
        new(store.Capabilities.Name, isDefault, _ => store);

    internal static IOtlpSpanSink Sink(this IHost host) => host.Services.GetRequiredService<IOtlpSpanSink>();

    internal static LumenHealth Health(this IHost host) => host.Services.GetRequiredService<LumenHealthMonitor>().Current;

    internal static IReadOnlyList<LogEntry> Log(this IHost host) =>
        host.Services.GetServices<ILoggerProvider>().OfType<CollectingLoggerProvider>().Single().Entries;
}
