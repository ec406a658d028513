using Lumen.Ingestion;
using Lumen.Storage;
using Microsoft.Extensions.Options;

namespace Lumen.Hosting;

/// <summary>How Lumen is as a whole: its store, its pipeline and its listeners together. Cheap and thread-safe.</summary>
public sealed class LumenHealthMonitor
{
    /// <summary>From how much of the intake budget on health says that it is short.</summary>
    private const int BusyPercent = 90;

    private static readonly LumenHealth Off = new(StoreStatus.Healthy, ["Lumen is turned off by Lumen:Enabled."]);
    private static readonly LumenHealth NotStarted = new(StoreStatus.Unhealthy, ["The host has not started Lumen yet."]);

    private readonly LumenOptions _options;
    private readonly LumenRuntime _runtime;
    private readonly HostedStore _store;
    private readonly SpanPipeline _pipeline;
    private readonly IntakeBudget _budget;

    internal LumenHealthMonitor(
        IOptions<LumenOptions> options, LumenRuntime runtime, HostedStore store, SpanPipeline pipeline, IntakeBudget budget)
    {
        _options = options.Value;
        _runtime = runtime;
        _store = store;
        _pipeline = pipeline;
        _budget = budget;
    }

    /// <summary>The health now: the worst state of any part, and every reason.</summary>
    public LumenHealth Current
    {
        get
        {
            if (!_options.Enabled)
            {
                return Off;
            }

            return _runtime.HasBegun ? Combine([.. Parts()]) : NotStarted;
        }
    }

    private static LumenHealth Combine(IReadOnlyList<LumenHealth> parts) =>
        new(parts.Max(part => part.Status), [.. parts.SelectMany(part => part.Reasons).Distinct(StringComparer.Ordinal)]);

    private IEnumerable<LumenHealth> Parts()
    {
        var store = StoreHealth();
        yield return store;
        // Without a store the pipeline is closed: that is the same trouble, not another.
        if (store.Status != StoreStatus.Unhealthy)
        {
            yield return PipelineHealth();
        }

        foreach (var failure in _runtime.ListenerFailures)
        {
            yield return new LumenHealth(StoreStatus.Degraded, [failure]);
        }

        foreach (var listener in _runtime.ListenerHealth)
        {
            yield return listener;
        }
    }

    private LumenHealth StoreHealth()
    {
        if (_runtime.StoreFailure is { } failure)
        {
            return new LumenHealth(StoreStatus.Unhealthy, [failure]);
        }

        var health = _store.Store.Health;
        return new LumenHealth(health.Status, health.Reasons);
    }

    private LumenHealth PipelineHealth()
    {
        if (!_pipeline.IsOpen)
        {
            return new LumenHealth(StoreStatus.Unhealthy, ["Spans are not taken: the store is not open, or the host stops."]);
        }

        if (!_pipeline.HasRoom)
        {
            return new LumenHealth(StoreStatus.Degraded, ["Spans are refused: too many requests wait, the store is too slow for them."]);
        }

        return _budget.Used >= _budget.Capacity / 100 * BusyPercent
            ? new LumenHealth(StoreStatus.Degraded, ["Requests hold nearly all the memory of Lumen:MaxInFlightBytes."])
            : LumenHealth.Healthy;
    }
}
