using System.Buffers;
using BenchmarkDotNet.Attributes;
using Lumen.Ingestion;
using Lumen.Otlp;
using Lumen.TestKit;

namespace Lumen.Benchmarks.Otlp;

/// <summary>Repairing a request of 512 spans of which one, or every one, needs it. Times and allocations are per span.</summary>
[MemoryDiagnoser]
public class RepairBenchmarks
{
    private const int Spans = RequestReadBenchmarks.Spans;

    private readonly OtlpLimits _narrow = new() { MaxAttributes = 6 };
    private byte[] _request = [];
    private byte[] _oneBad = [];

    [GlobalSetup]
    public void Setup()
    {
        _request = new TypicalOtlp(1).NextRequest(Spans).Encode();
        _oneBad = new TypicalOtlp(1).NextRequest(Spans - 1).Add(new SpanBuilder { SpanIdBytes = [1] }).Encode();
    }

    /// <summary>One span has no id: all others keep their bytes.</summary>
    [Benchmark(OperationsPerInvoke = Spans)]
    public int OneRejected() => Repair(_oneBad, OtlpLimits.Default);

    /// <summary>Every span has more attributes than are kept.</summary>
    [Benchmark(OperationsPerInvoke = Spans)]
    public int EveryoneCut() => Repair(_request, _narrow);

    private static int Repair(byte[] request, OtlpLimits limits)
    {
        var repaired = OtlpRequestRepair.Repair(request, limits);
        ArrayPool<byte>.Shared.Return(repaired.Payload);
        return repaired.Length;
    }
}
