using System.Buffers;
using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Lumen.Storage;
using Lumen.TestKit;
using Microsoft.Extensions.Logging;

namespace Lumen.Ingestion.Diagnostics;

/// <summary>What the log and the metrics say of requests and commits.</summary>
public sealed class ReportTests
{
    [Fact]
    public async Task Log_OfEachKindOfRefusal_HasItsOwnId()
    {
        var log = new CollectingLogger<OtlpSpanSink>();
        using var test = new PipelineUnderTest(sinkLogger: log).Start();
        var rejected = new OtlpRequestBuilder().Add(new SpanBuilder { TraceIdBytes = [1] }).Encode();

        await test.Sink.WriteAsync(new ReadOnlySequence<byte>([0x0A, 0x7F]), OtlpFormat.Protobuf, default);
        await test.Sink.WriteAsync(new ReadOnlySequence<byte>(rejected), OtlpFormat.Protobuf, default);
        await test.Pipeline.StopAsync(default);
        await test.WriteAsync(PipelineUnderTest.Batch());
        await test.WriteAsync(PipelineUnderTest.Batch());

        Assert.Equal([1003, 1004, 1002], log.Entries.Select(entry => entry.Id));
        Assert.All(log.Entries, entry => Assert.Equal(LogLevel.Warning, entry.Level));
    }

    [Fact]
    public async Task Log_OfAStoreThatTakesNothing_SaysWhy()
    {
        var log = new CollectingLogger<SpanPipeline>();
        var store = new ScriptedTraceStore
        {
            Writing = (_, outcomes, _) =>
            {
                outcomes.Span.Clear();
                return ValueTask.CompletedTask;
            },
            Health = new StoreHealth(StoreStatus.Unhealthy, ["The disk is full."]),
        };
        using var test = new PipelineUnderTest(store, logger: log).Start();

        await test.WriteAsync(PipelineUnderTest.Batch(3));
        await test.Pipeline.StopAsync(default);

        var entry = Assert.Single(log.Entries);
        Assert.Equal((1001, LogLevel.Warning), (entry.Id, entry.Level));
        Assert.StartsWith("The store did not take 3 of 3 spans. The disk is full.", entry.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metrics_OfACommit_TellItsDurationAndSize()
    {
        using var test = new PipelineUnderTest().Start();
        var measured = new ConcurrentDictionary<string, double>();
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
        listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => measured[instrument.Name] = value);
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => measured[instrument.Name] = value);
        listener.SetMeasurementEventCallback<int>((instrument, value, _, _) => measured[instrument.Name] = value);
        listener.Start();

        await test.WriteAsync(PipelineUnderTest.Batch(5));
        await test.Pipeline.StopAsync(default);
        listener.RecordObservableInstruments();

        Assert.Equal((1, 5), (measured["lumen.commit.requests"], measured["lumen.commit.spans"]));
        Assert.True(measured["lumen.commit.duration"] >= 0);
        Assert.Equal((0, 1L << 30), (measured["lumen.queue.depth"], measured["lumen.intake.limit"]));
    }

    private sealed class CollectingLogger<T> : ILogger<T>
    {
        private readonly ConcurrentQueue<(int Id, LogLevel Level, string Message)> _entries = [];

        internal IReadOnlyCollection<(int Id, LogLevel Level, string Message)> Entries => _entries;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            _entries.Enqueue((eventId.Id, logLevel, formatter(state, exception)));
    }
}
