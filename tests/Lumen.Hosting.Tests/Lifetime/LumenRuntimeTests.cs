using Lumen.Ingestion;
using Lumen.Storage;
using Lumen.TestKit;

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
            var result = await host.Sink().WriteAsync(new OtlpRequestBuilder().Add(new SpanBuilder()).ToBatch(), default);
            Assert.Equal(SpanSinkOutcome.Accepted, result.Outcome);
            Assert.Equal(StoreStatus.Healthy, host.Health().Status);
            await host.StopAsync();
        }

        Assert.Single(store.Stored);
        Assert.Equal(1, store.Disposals);
    }
}
