using System.Collections.Concurrent;
using Lumen.Ingestion;
using Lumen.Storage;
using Lumen.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace Lumen.Hosting.Lifetime;

public sealed class LumenRuntimeTests
{
    [Fact]
    public async Task StartAsync_StoreThatOpens_TakesSpansAndDisposesItOnceAtTheStop()
    {
        var store = new ScriptedTraceStore();
        using (var host = LumenHost.Create(store))
        {
            await host.StartAsync();
            Assert.Equal(SpanSinkOutcome.Accepted, (await host.WriteAsync(new SpanBuilder())).Outcome);
            Assert.Equal(StoreStatus.Healthy, host.Health().Status);
            Assert.Empty(host.Health().Reasons);
            await host.StopAsync();
            Assert.Equal(SpanSinkOutcome.Refused, (await host.WriteAsync(new SpanBuilder())).Outcome);
        }

        Assert.Single(store.Stored);
        Assert.Equal((1, 1), (store.Opens, store.Disposals));
    }

    [Fact]
    public async Task Parts_OfAHost_StartInOrderAndStopInReverse()
    {
        var order = new ConcurrentQueue<string>();
        var stall = new StallingWrite();
        var store = new ScriptedTraceStore
        {
            Opening = _ => Note("store opened"),
            Writing = async (batches, outcomes, token) =>
            {
                await stall.WriteAsync(batches, outcomes, token);
                order.Enqueue("spans written");
            },
            Disposing = () => Note("store disposed"),
        };
        var listener = new ScriptedListener
        {
            Starting = _ => Note("listener started"),
            Stopping = _ => Note("listener stopped"),
        };
        using var host = LumenHost.Create(store, services => services.AddSingleton<ILumenListener>(listener));

        await host.StartAsync();
        var write = host.WriteAsync(new SpanBuilder());
        await stall.Begun;
        var stop = host.StopAsync();
        await Eventually.TrueAsync(() => listener.Stops == 1, "the listener was stopped");
        stall.Release();
        await stop;

        Assert.Equal(["store opened", "listener started", "listener stopped", "spans written", "store disposed"], order);
        Assert.Equal(SpanSinkOutcome.Accepted, (await write).Outcome);

        ValueTask Note(string what)
        {
            order.Enqueue(what);
            return ValueTask.CompletedTask;
        }
    }

    [Fact]
    public async Task StopAsync_StoreThatStalls_EndsAtTheDeadlineAndSaysWhatIsLeft()
    {
        var stall = new StallingWrite();
        var store = new ScriptedTraceStore { Writing = stall.WriteAsync };
        using var host = LumenHost.Create(store, configuration: ("Lumen:StopTimeout", "00:00:00"));
        await host.StartAsync();
        var claimed = host.WriteAsync(new SpanBuilder(), new SpanBuilder { SpanId = new SpanId(2) });
        await stall.Begun;
        var waiting = host.WriteAsync(new SpanBuilder());

        await host.StopAsync();

        Assert.Equal(SpanSinkOutcome.Refused, (await claimed).Outcome);
        Assert.Equal(SpanSinkOutcome.Refused, (await waiting).Outcome);
        var report = Assert.Single(host.Log(), entry => entry.Id == 1104);
        Assert.Equal("Lumen had to stop with 1 spans waiting, which it refused, and 2 that the store was not done with.", report.Message);
        stall.Release();
    }

    [Fact]
    public async Task StartAsync_TurnedOff_TouchesNothing()
    {
        var store = new ScriptedTraceStore();
        var listener = new ScriptedListener();
        using var host = LumenHost.Create(
            store, services => services.AddSingleton<ILumenListener>(listener), ("Lumen:Enabled", "false"));

        await host.StartAsync();
        var result = await host.WriteAsync(new SpanBuilder());
        await host.StopAsync();

        Assert.Equal(SpanSinkOutcome.Refused, result.Outcome);
        Assert.Equal((0, 0, 0), (store.Opens, listener.Starts, listener.Stops));
        Assert.Equal(StoreStatus.Healthy, host.Health().Status);
        Assert.Single(host.Log(), entry => entry.Id == 1100);
    }

    [Fact]
    public void Dispose_HostThatNeverStarted_DisposesTheStore()
    {
        var store = new ScriptedTraceStore();
        using (var host = LumenHost.Create(store))
        {
            Assert.NotNull(host.Services.GetRequiredService<ITraceReader>());
            Assert.Equal(StoreStatus.Unhealthy, host.Health().Status);
        }

        Assert.Equal((0, 1), (store.Opens, store.Disposals));
    }

    [Fact]
    public void Dispose_ContainerWithoutAHost_IsAllowedSynchronously()
    {
        var store = new ScriptedTraceStore();
        var services = new ServiceCollection().AddLogging().AddSingleton(LumenHost.Registration(store)).AddLumen();

        using (var provider = services.BuildServiceProvider())
        {
            Assert.NotNull(provider.GetRequiredService<ITraceReader>());
            Assert.NotNull(provider.GetRequiredService<IOtlpSpanSink>());
        }

        Assert.Equal(1, store.Disposals);
    }
}
