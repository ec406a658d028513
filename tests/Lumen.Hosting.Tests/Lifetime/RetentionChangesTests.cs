using Lumen.TestKit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Lumen.Hosting.Lifetime;

/// <summary>Retention that is changed in the configuration of a running host.</summary>
public sealed class RetentionChangesTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Configuration_ReloadedWithAnotherRetention_ReachesTheStore()
    {
        using var host = Create();
        await host.StartAsync();

        Reload(host, "Lumen:RetentionAge", "3.00:00:00");

        await Eventually.TrueAsync(() => Says(host, LogLevel.Information, "3.00:00:00"), "the change is logged");
        await host.StopAsync();
    }

    [Fact]
    public async Task Configuration_ReloadedWithWhatCannotBe_IsLoggedAndTheHostLivesOn()
    {
        using var host = Create();
        await host.StartAsync();

        Reload(host, "Lumen:RetentionBytes", "5");

        await Eventually.TrueAsync(() => Says(host, LogLevel.Warning, "RetentionBytes"), "the refusal is logged");
        Assert.Equal(Ingestion.SpanSinkOutcome.Accepted, (await host.WriteAsync(new SpanBuilder())).Outcome);
        Assert.False(host.IsStopping());
        await host.StopAsync();
    }

    private static bool Says(IHost host, LogLevel level, string text) => host.Log().Any(entry =>
        entry.Level == level && entry.Message.Contains("etention", StringComparison.Ordinal)
        && entry.Message.Contains(text, StringComparison.Ordinal));

    private static void Reload(IHost host, string key, string value)
    {
        var configuration = (IConfigurationRoot)host.Services.GetRequiredService<IConfiguration>();
        configuration[key] = value;
        configuration.Reload();
    }

    private IHost Create() => LumenHost.Create(null, ("Lumen:DataDirectory", Path.Combine(_directory.Path, "data")));
}
