using Lumen.Hosting;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds Lumen to a host's health checks.</summary>
public static class LumenHealthChecksBuilderExtensions
{
    private const string Name = "lumen";

    /// <summary>
    /// Adds a check named <c>lumen</c> with the tags <c>lumen</c> and <c>ready</c>. Call <c>AddLumen</c> on the services too.
    /// </summary>
    /// <param name="builder">The health checks.</param>
    /// <param name="failureStatus">
    /// What an unhealthy Lumen means to the host; default <see cref="HealthStatus.Degraded"/>, so that a full trace disk does not take
    /// the application out of service.
    /// </param>
    public static IHealthChecksBuilder AddLumen(this IHealthChecksBuilder builder, HealthStatus failureStatus = HealthStatus.Degraded)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddCheck<LumenHealthCheck>(Name, failureStatus, [Name, "ready"]);
    }
}
