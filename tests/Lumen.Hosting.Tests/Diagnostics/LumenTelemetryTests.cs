using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Lumen.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace Lumen.Hosting.Diagnostics;

public sealed class LumenTelemetryTests
{
    [Fact]
    public async Task ActivitySource_OfAHost_TellsStartAndStopButNoSpans()
    {
        var names = new ConcurrentQueue<string>();
        using var test = new Activity("test").Start();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == LumenTelemetry.ActivitySourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                if (activity.TraceId == test.TraceId)
                {
                    names.Enqueue(activity.OperationName);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        var inherited = new ConcurrentQueue<Activity>();
        var store = new ScriptedTraceStore
        {
            Writing = (batches, outcomes, token) =>
            {
                Array.ForEach(Activity.Current is { } current ? [current] : Array.Empty<Activity>(), inherited.Enqueue);
                return ScriptedTraceStore.StoreAllAsync(batches, outcomes, token);
            },
        };
        using var host = LumenHost.Create(store);

        await host.StartAsync();
        await host.WriteAsync(new SpanBuilder());
        await host.StopAsync();

        Assert.Equal(["lumen.start", "lumen.stop"], names);
        Assert.Empty(inherited);
    }

    [Fact]
    public async Task Meter_OfTheHostsFactory_TellsTheLedger()
    {
        var spans = new ConcurrentQueue<(string, long, string)>();
        using var host = LumenHost.Create(new ScriptedTraceStore(), services => services.AddMetrics());
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == LumenTelemetry.MeterName
                    && instrument.Meter.Scope == host.Services.GetRequiredService<IMeterFactory>())
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
            spans.Enqueue((instrument.Name, value, string.Join(' ', tags.ToArray().Select(tag => tag.Value)))));
        await host.StartAsync();
        listener.Start();
        await host.WriteAsync(new SpanBuilder(), new SpanBuilder { SpanId = new SpanId(2) });
        listener.RecordObservableInstruments();
        await host.StopAsync();

        Assert.Contains(("lumen.requests", 1, "accepted"), spans);
        Assert.Contains(("lumen.spans.received", 2, string.Empty), spans);
        Assert.Contains(("lumen.spans.settled", 2, "stored durable"), spans);
        Assert.Contains(("lumen.spans.in_flight", 0, string.Empty), spans);
        Assert.Contains(("lumen.intake.usage", 0, string.Empty), spans);
    }
}
