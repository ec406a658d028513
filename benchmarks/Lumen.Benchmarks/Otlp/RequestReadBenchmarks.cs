using System.Buffers;
using BenchmarkDotNet.Attributes;
using Lumen.Otlp;
using Lumen.TestKit;
using Lumen.TestKit.Oracle;

namespace Lumen.Benchmarks.Otlp;

/// <summary>
/// Reading a request of 512 spans of about 450 bytes: Lumen's walk over every field, beside the generated classes. Times and allocations
/// are per span.
/// </summary>
[MemoryDiagnoser]
public class RequestReadBenchmarks
{
    internal const int Spans = 512;

    private byte[] _request = [];

    [GlobalSetup]
    public void Setup()
    {
        _request = new TypicalOtlp(1).NextRequest(Spans).Encode();
        Console.WriteLine($"{(double)_request.Length / Spans:f0} bytes a span");
    }

    /// <summary>What ingestion does: every span judged.</summary>
    [Benchmark(OperationsPerInvoke = Spans)]
    public int ReadAndJudge() => Read(OtlpLimits.Default);

    /// <summary>What a store does with its own log: headers only.</summary>
    [Benchmark(OperationsPerInvoke = Spans)]
    public int ReadAccepted() => Read(OtlpLimits.Accepted);

    /// <summary>The classes that protoc makes, without anything done with them.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = Spans)]
    public int GeneratedClasses() => ExportRequest.Parser.ParseFrom(_request).ResourceSpans.Count;

    private int Read(OtlpLimits limits)
    {
        // The copy stands for the bytes that come from a socket.
        var payload = ArrayPool<byte>.Shared.Rent(_request.Length);
        _request.CopyTo(payload, 0);
        using var batch = OtlpRequestReader.Read(payload, _request.Length, limits).Batch!;
        return batch.Count;
    }
}
