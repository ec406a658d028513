using System.Diagnostics.Metrics;
using Lumen.Hosting;
using Lumen.Ingestion;
using Lumen.Ledger;
using Lumen.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds Lumen to a host. Every call may be made several times: services are added once, options build on each other.</summary>
public static class LumenServiceCollectionExtensions
{
    /// <summary>
    /// Adds the pipeline, the embedded store and the analysis. Options are bound from the section <c>Lumen</c> where the host has a
    /// configuration.
    /// </summary>
    /// <param name="services">The services.</param>
    public static IServiceCollection AddLumen(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        if (services.All(service => service.ServiceType != typeof(LumenRuntime)))
        {
            AddOptions(services);
            AddParts(services);
        }

        return services;
    }

    /// <summary>Adds Lumen, its options bound from a section of the caller's choice after the section <c>Lumen</c>.</summary>
    /// <param name="services">The services.</param>
    /// <param name="section">The section itself, not the whole configuration.</param>
    public static IServiceCollection AddLumen(this IServiceCollection services, IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(section);
        return services.AddLumen(options => LumenOptionsBinding.Bind(section, options));
    }

    /// <summary>Adds Lumen, its options set by a delegate after the configuration was bound.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Sets options.</param>
    public static IServiceCollection AddLumen(this IServiceCollection services, Action<LumenOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return services.AddLumen().Configure(configure);
    }

    private static void AddOptions(IServiceCollection services)
    {
        // First of all, so that a delegate that was added before this call still runs after it.
        services.Insert(0, ServiceDescriptor.Singleton<IConfigureOptions<LumenOptions>, LumenOptionsBinding>());
        services.AddSingleton<IPostConfigureOptions<LumenOptions>, LumenOptionsPaths>();
        services.AddSingleton<IValidateOptions<LumenOptions>, LumenOptionsValidation>();
        services.AddOptions<LumenOptions>().ValidateOnStart();
    }

    private static void AddParts(IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<SpanLedger>();
        services.AddSingleton(provider => new IntakeBudget(OptionsOf(provider).MaxInFlightBytes));
        services.AddSingleton(provider => IngestionOptionsFactory.Create(OptionsOf(provider)));
        services.AddSingleton(provider => new LumenInstruments(
            provider.GetRequiredService<SpanLedger>(), provider.GetRequiredService<IntakeBudget>(), provider.GetService<IMeterFactory>()));
        services.AddSingleton(new TraceStoreRegistration(EmbeddedStore.Name, IsDefault: true, EmbeddedStore.Create));
        services.AddSingleton<HostedStore>();
        services.AddSingleton(provider => new SpanPipeline(
            provider.GetRequiredService<HostedStore>().Store,
            provider.GetRequiredService<IngestionOptions>(),
            provider.GetRequiredService<SpanLedger>(),
            provider.GetRequiredService<IntakeBudget>(),
            provider.GetRequiredService<LumenInstruments>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<SpanPipeline>>()));
        services.AddSingleton<IOtlpSpanSink, OtlpSpanSink>();
        services.AddSingleton(provider => provider.GetRequiredService<HostedStore>().Store.Reader);
        services.AddSingleton(provider => new LumenAdministration(
            provider.GetRequiredService<HostedStore>(),
            provider.GetRequiredService<IOptions<LumenOptions>>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new BoundedTraceReader(
            provider.GetRequiredService<ITraceReader>(), OptionsOf(provider), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<ProcessResource>();
        services.AddSingleton<ProcessCapture>();
        services.AddSingleton<LumenRuntime>();
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<LumenRuntime>());
        services.AddSingleton(provider => new LumenHealthMonitor(
            provider.GetRequiredService<IOptions<LumenOptions>>(),
            provider.GetRequiredService<LumenRuntime>(),
            provider.GetRequiredService<HostedStore>(),
            provider.GetRequiredService<SpanPipeline>(),
            provider.GetRequiredService<IntakeBudget>()));
    }

    private static LumenOptions OptionsOf(IServiceProvider provider) => provider.GetRequiredService<IOptions<LumenOptions>>().Value;
}
