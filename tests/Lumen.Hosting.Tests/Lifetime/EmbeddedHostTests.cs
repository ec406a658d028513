using Lumen.Ingestion;
using Lumen.Storage;
using Lumen.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace Lumen.Hosting.Lifetime;

/// <summary>AddLumen as users have it: on the embedded store, in a directory.</summary>
public sealed class EmbeddedHostTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Host_ThatIsStartedAgain_FindsWhatItHad()
    {
        var span = new SpanBuilder { Name = "checkout" };
        using (var host = Create("data"))
        {
            await host.StartAsync();
            Assert.Equal(SpanSinkOutcome.Accepted, (await host.WriteAsync(span)).Outcome);
            Assert.Equal("checkout", (await FindAsync(host, span.TraceId))!.Spans.Single().Name);
            await host.StopAsync();
        }

        using var again = Create("data");
        await again.StartAsync();
        Assert.Equal("checkout", (await FindAsync(again, span.TraceId))!.Spans.Single().Name);
        await again.StopAsync();
    }

    [Fact]
    public async Task Hosts_OnTwoDirectories_WorkBesideEachOther()
    {
        var (one, other) = (new SpanBuilder(), new SpanBuilder { TraceId = new TraceId(1, 1) });
        using var first = Create("first");
        using var second = Create("second");
        await Task.WhenAll(first.StartAsync(), second.StartAsync());

        await Task.WhenAll(first.WriteAsync(one), second.WriteAsync(other));

        Assert.NotNull(await FindAsync(first, one.TraceId));
        Assert.Null(await FindAsync(first, other.TraceId));
        Assert.NotNull(await FindAsync(second, other.TraceId));
        await Task.WhenAll(first.StopAsync(), second.StopAsync());
    }

    [Fact]
    public async Task SecondHost_OnTheSameDirectory_RefusesInOneLineUntilTheFirstHasStopped()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(50));
        using var first = Create("data");
        using var second = Create("data", services => services.AddSingleton<TimeProvider>(time));
        await first.StartAsync();

        await second.StartAsync();
        var refused = await second.WriteAsync(new SpanBuilder());
        time.Advance(TimeSpan.FromMinutes(1));
        var sick = second.Health();
        Assert.Equal(SpanSinkOutcome.Accepted, (await first.WriteAsync(new SpanBuilder())).Outcome);
        await first.StopAsync();
        await Eventually.TrueAsync(
            () =>
            {
                time.Advance(TimeSpan.FromSeconds(30));
                return second.Health().Status == StoreStatus.Healthy;
            },
            "the second host has the directory");
        var taken = await second.WriteAsync(new SpanBuilder());
        await second.StopAsync();

        Assert.Equal((SpanSinkOutcome.Refused, SpanSinkOutcome.Accepted), (refused.Outcome, taken.Outcome));
        Assert.Equal(StoreStatus.Unhealthy, sick.Status);
        var line = Assert.Single(second.Log(), entry => entry.Id == 1101);
        Assert.Contains(Path.Combine(_directory.Path, "data"), line.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DataDirectory_ThatCannotBeMade_IsASentenceAndNotAFailure()
    {
        await File.WriteAllTextAsync(Path.Combine(_directory.Path, "file"), "not a directory");
        using var host = Create("file");

        await host.StartAsync();
        var health = host.Health();
        var refused = await host.WriteAsync(new SpanBuilder());
        await host.StopAsync();

        Assert.Equal(StoreStatus.Unhealthy, health.Status);
        Assert.Contains(health.Reasons, reason => reason.Contains(Path.Combine(_directory.Path, "file"), StringComparison.Ordinal));
        Assert.Equal(SpanSinkOutcome.Refused, refused.Outcome);
    }

    [Fact]
    public async Task Request_OfNearlyTheLargestSize_IsStored()
    {
        var value = AnyValue.Of(new string('x', 1024 * 1024));
        var span = new SpanBuilder { Attributes = [.. Enumerable.Range(0, 60).Select(number => new KeyValue($"{number}", value))] };
        using var host = Create("data");
        await host.StartAsync();

        var result = await host.WriteAsync(span);

        Assert.Equal(new SpanSinkResult(SpanSinkOutcome.Accepted, 0, null, null), result);
        Assert.Equal(60, (await FindAsync(host, span.TraceId))!.Spans.Single().Attributes.Count);
        await host.StopAsync();
    }

    private static async Task<Trace?> FindAsync(IHost host, TraceId trace) =>
        await host.Services.GetRequiredService<ITraceReader>().FindTraceAsync(trace, default);

    private IHost Create(string directory, Action<IServiceCollection>? services = null) =>
        LumenHost.Create(services, ("Lumen:DataDirectory", Path.Combine(_directory.Path, directory)));
}
