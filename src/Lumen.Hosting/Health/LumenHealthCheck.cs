using Lumen.Storage;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Lumen.Hosting;

/// <summary>Reports the health of Lumen to the host's health checks.</summary>
internal sealed class LumenHealthCheck : IHealthCheck
{
    private readonly LumenHealthMonitor _monitor;

    public LumenHealthCheck(LumenHealthMonitor monitor) => _monitor = monitor;

    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var health = _monitor.Current;
        var status = health.Status switch
        {
            StoreStatus.Healthy => HealthStatus.Healthy,
            StoreStatus.Degraded => HealthStatus.Degraded,
            _ => context.Registration.FailureStatus,
        };
        return Task.FromResult(new HealthCheckResult(status, health.Reasons.Count == 0 ? null : string.Join(' ', health.Reasons)));
    }
}
