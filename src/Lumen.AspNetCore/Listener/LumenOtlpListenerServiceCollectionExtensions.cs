using Lumen.AspNetCore;
using Lumen.AspNetCore.Listener;
using Lumen.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>
/// Adds ports of their own on which Lumen takes OTLP, to any generic host: ASP.NET Core's pipeline is not needed. Every call may be made
/// several times: services are added once, options build on each other.
/// </summary>
public static class LumenOtlpListenerServiceCollectionExtensions
{
    /// <summary>
    /// Listens on 127.0.0.1:4317 for gRPC and 127.0.0.1:4318 for HTTP, unless the section <c>Lumen:Otlp</c> of the configuration says
    /// otherwise. Adds Lumen itself where that was not done. <see cref="LumenOtlpListener"/> tells where it listens.
    /// </summary>
    /// <param name="services">The services.</param>
    public static IServiceCollection AddLumenOtlpListener(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddLumen();
        if (services.All(service => service.ServiceType != typeof(LumenOtlpListener)))
        {
            // First of all, so that a delegate that was added before this call still runs after it.
            services.Insert(0, ServiceDescriptor.Singleton<IConfigureOptions<LumenOtlpListenerOptions>, ListenerOptionsBinding>());
            services.AddSingleton<IValidateOptions<LumenOtlpListenerOptions>, ListenerOptionsValidation>();
            services.AddOptions<LumenOtlpListenerOptions>().ValidateOnStart();
            services.AddSingleton(ListenerAssembly.Create);
            services.AddSingleton<ILumenListener>(provider => provider.GetRequiredService<LumenOtlpListener>());
        }

        return services;
    }

    /// <summary>Adds the listener, its options bound from a section of the caller's choice after the section <c>Lumen:Otlp</c>.</summary>
    /// <param name="services">The services.</param>
    /// <param name="section">The section itself, not the whole configuration.</param>
    public static IServiceCollection AddLumenOtlpListener(this IServiceCollection services, IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(section);
        return services.AddLumenOtlpListener(options => ListenerOptionsBinding.Bind(section, options));
    }

    /// <summary>Adds the listener, its options set by a delegate after the configuration was bound.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Sets options.</param>
    public static IServiceCollection AddLumenOtlpListener(this IServiceCollection services, Action<LumenOtlpListenerOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return services.AddLumenOtlpListener().Configure(configure);
    }
}
