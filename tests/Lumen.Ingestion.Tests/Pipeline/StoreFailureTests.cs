using System.Diagnostics.Metrics;
using Lumen.Ledger;
using Lumen.TestKit;
using Microsoft.Extensions.Logging;

namespace Lumen.Ingestion.Pipeline;

/// <summary>Whatever the store, a logging provider or a listener to metrics does, requests are answered and the loop lives.</summary>
public sealed class StoreFailureTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Write_StoreThatThrows_RefusesTheWholeGroupAndGoesOn(bool atOnce)
    {
        var store = new ScriptedTraceStore();
        using var test = new PipelineUnderTest(store).Start();
        store.Writing = async (_, outcomes, _) =>
        {
            outcomes.Span.Fill(Storage.WriteOutcome.Stored);
            if (!atOnce)
            {
                await Task.Yield();
            }

            throw new InvalidDataException("The disk is on fire.");
        };

        var failed = await Task.WhenAll(test.WriteAsync(PipelineUnderTest.Batch(2)), test.WriteAsync(PipelineUnderTest.Batch(3)));
        store.Writing = ScriptedTraceStore.StoreAllAsync;
        var stored = await test.WriteAsync(PipelineUnderTest.Batch(4));

        Assert.All(failed, result => Assert.Equal(SpanSinkOutcome.Refused, result.Outcome));
        Assert.Equal(SpanSinkOutcome.Accepted, stored.Outcome);
        var ledger = test.AssertSettled();
        Assert.Equal(5, ledger.Fates[(SpanFate.Refused, "store_failed")]);
        Assert.Equal(4, ledger[SpanFate.Stored]);
    }

    [Fact]
    public async Task Write_StoreThatLeavesOutcomesAsTheyAre_IsRefused()
    {
        var store = new ScriptedTraceStore();
        using var test = new PipelineUnderTest(store).Start();
        var stored = await test.WriteAsync(PipelineUnderTest.Batch());
        store.Writing = (_, _, _) => ValueTask.CompletedTask;

        var refused = await test.WriteAsync(PipelineUnderTest.Batch(2));

        Assert.Equal((SpanSinkOutcome.Accepted, SpanSinkOutcome.Refused), (stored.Outcome, refused.Outcome));
        Assert.Equal(2, test.AssertSettled().Fates[(SpanFate.Refused, "store_retry")]);
    }

    [Fact]
    public async Task Write_LoggerThatThrows_EndsNeitherRequestsNorTheLoop()
    {
        var store = new ScriptedTraceStore { Writing = (_, _, _) => throw new InvalidDataException("The disk is on fire.") };
        var logger = new ThrowingLogger<SpanPipeline>();
        using var test = new PipelineUnderTest(store, logger: logger, sinkLogger: new ThrowingLogger<OtlpSpanSink>()).Start();

        var failed = await test.WriteAsync(PipelineUnderTest.Batch());
        await Eventually.TrueAsync(() => logger.Calls > 0, "the failure was logged");
        store.Writing = ScriptedTraceStore.StoreAllAsync;
        var stored = await test.WriteAsync(PipelineUnderTest.Batch());

        Assert.Equal(SpanSinkOutcome.Refused, failed.Outcome);
        Assert.Equal(SpanSinkOutcome.Accepted, stored.Outcome);
        test.AssertSettled();
    }

    [Fact]
    public async Task Write_MetricsListenerThatThrows_EndsNeitherRequestsNorTheLoop()
    {
        using var test = new PipelineUnderTest().Start();
        var calls = 0;
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter == test.Instruments.Meter)
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<double>((_, _, _, _) => Throw(ref calls));
        listener.SetMeasurementEventCallback<long>((_, _, _, _) => Throw(ref calls));
        listener.Start();

        var first = await test.WriteAsync(PipelineUnderTest.Batch());
        var second = await test.WriteAsync(PipelineUnderTest.Batch());
        await Eventually.TrueAsync(() => Volatile.Read(ref calls) >= 4, "requests and commits were measured");

        Assert.Equal((SpanSinkOutcome.Accepted, SpanSinkOutcome.Accepted), (first.Outcome, second.Outcome));
        test.AssertSettled();
    }

    private static void Throw(ref int calls)
    {
        Interlocked.Increment(ref calls);
        throw new InvalidDataException("The listener is broken.");
    }

    private sealed class ThrowingLogger<T> : ILogger<T>
    {
        internal int Calls { get; private set; }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            Calls++;
            throw new InvalidDataException("The log is broken.");
        }
    }
}
