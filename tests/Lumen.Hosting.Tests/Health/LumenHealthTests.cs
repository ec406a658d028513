using Lumen.Storage;
using Lumen.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Lumen.Hosting.Health;

public sealed class LumenHealthTests : IAsyncDisposable
{
    private readonly ScriptedTraceStore _store = new();
    private readonly ScriptedListener _listener = new();

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task Current_OfSickParts_IsTheWorstWithEveryReasonOnce()
    {
        using var host = Create();
        await host.StartAsync();
        _store.Health = new StoreHealth(StoreStatus.Degraded, ["The disk is nearly full."]);
        _listener.Health = new LumenHealth(StoreStatus.Unhealthy, ["The listener is closed.", "The disk is nearly full."]);

        var health = host.Health();
        await host.StopAsync();

        Assert.Equal(StoreStatus.Unhealthy, health.Status);
        Assert.Equal(["The disk is nearly full.", "The listener is closed."], health.Reasons);
    }

    [Fact]
    public async Task Current_WithAFullQueue_IsDegraded()
    {
        var stall = new StallingWrite();
        _store.Writing = stall.WriteAsync;
        using var host = Create(configuration: ("Lumen:MaxQueuedRequests", "2"));
        await host.StartAsync();
        var claimed = host.WriteAsync(new SpanBuilder());
        await stall.Begun;
        Task[] waiting = [host.WriteAsync(new SpanBuilder()), host.WriteAsync(new SpanBuilder())];

        Assert.Equal(StoreStatus.Degraded, host.Health().Status);
        stall.Release();
        await Task.WhenAll([claimed, .. waiting]);
        Assert.Equal(StoreStatus.Healthy, host.Health().Status);
        await host.StopAsync();
    }

    [Theory]
    [InlineData(StoreStatus.Healthy, HealthStatus.Degraded, HealthStatus.Healthy)]
    [InlineData(StoreStatus.Degraded, HealthStatus.Unhealthy, HealthStatus.Degraded)]
    [InlineData(StoreStatus.Unhealthy, HealthStatus.Degraded, HealthStatus.Degraded)]
    [InlineData(StoreStatus.Unhealthy, HealthStatus.Unhealthy, HealthStatus.Unhealthy)]
    public async Task HealthCheck_OfAnyState_ReportsIt(StoreStatus status, HealthStatus failureStatus, HealthStatus expected)
    {
        using var host = Create(services => services.AddHealthChecks().AddLumen(failureStatus));
        await host.StartAsync();
        _store.Health = new StoreHealth(status, status == StoreStatus.Healthy ? [] : ["The disk is full.", "Free some."]);

        var report = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();
        await host.StopAsync();

        Assert.Equal(expected, report.Entries["lumen"].Status);
        Assert.Equal(status == StoreStatus.Healthy ? null : "The disk is full. Free some.", report.Entries["lumen"].Description);
    }

    [Fact]
    public void HealthCheck_ByDefault_IsDegradedAtWorstAndTagged()
    {
        using var host = Create(services => services.AddHealthChecks().AddLumen());

        var check = Assert.Single(host.Services.GetRequiredService<IOptions<HealthCheckServiceOptions>>().Value.Registrations);

        Assert.Equal(HealthStatus.Degraded, check.FailureStatus);
        Assert.Equal(["lumen", "ready"], check.Tags.Order());
    }

    private IHost Create(Action<IServiceCollection>? services = null, params (string Key, string Value)[] configuration) =>
        LumenHost.Create(
            _store,
            collection =>
            {
                collection.AddSingleton<ILumenListener>(_listener);
                services?.Invoke(collection);
            },
            configuration);
}
