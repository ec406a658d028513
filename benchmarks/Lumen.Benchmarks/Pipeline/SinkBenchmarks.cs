using System.Buffers;
using BenchmarkDotNet.Attributes;
using Lumen.Ingestion;
using Lumen.Ledger;
using Lumen.Otlp;
using Lumen.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace Lumen.Benchmarks.Pipeline;

/// <summary>
/// The whole way of a request through the sink onto a store that keeps nothing: receiving, reading, ring, group commit, answer. Beside it
/// what reading alone takes. Times and allocations are per request; that those of 1 and of 512 spans allocate the same shows that a span
/// costs no memory of its own.
/// </summary>
[MemoryDiagnoser]
public class SinkBenchmarks : IDisposable
{
    private const int Concurrent = 64;

    private readonly SpanLedger _ledger = new();
    private readonly IntakeBudget _budget = new(1L << 30);
    private byte[] _request = [];
    private LumenInstruments? _instruments;
    private SpanPipeline? _pipeline;
    private OtlpSpanSink? _sink;

    /// <summary>How many spans a request has.</summary>
    [Params(1, 512)]
    public int Spans { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _request = Request(Spans);
        var options = new IngestionOptions();
        _instruments = new LumenInstruments(_ledger, _budget);
        _pipeline = new SpanPipeline(
            new DiscardingStore(), options, _ledger, _budget, _instruments, TimeProvider.System, NullLogger<SpanPipeline>.Instance);
        _pipeline.Start();
        _sink = new OtlpSpanSink(
            _pipeline, options, _ledger, _budget, _instruments, TimeProvider.System, NullLogger<OtlpSpanSink>.Instance);
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _pipeline?.Dispose();
        _instruments?.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Copying and reading the request, and nothing else.</summary>
    [Benchmark(Baseline = true)]
    public int ReadOnly()
    {
        var payload = ArrayPool<byte>.Shared.Rent(_request.Length);
        _request.CopyTo(payload, 0);
        using var batch = OtlpRequestReader.Read(payload, _request.Length, OtlpLimits.Default).Batch!;
        return batch.Count;
    }

    /// <summary>One request after the other: each is a group of its own, and waits for two changes of threads.</summary>
    [Benchmark]
    public async Task<SpanSinkOutcome> OneAtATime() => (await WriteAsync()).Outcome;

    /// <summary>Many requests at a time, which share commits.</summary>
    [Benchmark(OperationsPerInvoke = Concurrent)]
    public async Task ManyAtATime()
    {
        var writes = new Task[Concurrent];
        for (var i = 0; i < writes.Length; i++)
        {
            writes[i] = WriteAsync().AsTask();
        }

        await Task.WhenAll(writes);
    }

    /// <summary>One resource, one scope and one name, whatever the number of spans, so that the tables of the batch are the same.</summary>
    private static byte[] Request(int spans) => new OtlpRequestBuilder()
        .Resource("shop")
        .Scope("library")
        .Add(Enumerable.Range(1, spans).Select(id => new SpanBuilder
        {
            SpanId = new SpanId((ulong)id),
            Attributes =
            [
                new KeyValue("http.route", AnyValue.Of("/orders/{id}")),
                new KeyValue("padding", AnyValue.Of(new string('x', 300))),
            ],
        }))
        .Encode();

    private ValueTask<SpanSinkResult> WriteAsync()
    {
        var payload = _sink!.BeginPayload();
        payload.TryAppend(_request);
        return _sink.WriteAsync(payload, OtlpFormat.Protobuf, CancellationToken.None);
    }
}
