using System.Buffers;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using Google.Protobuf;
using Lumen.Otlp;
using Lumen.TestKit;
using Lumen.TestKit.Oracle;

namespace Lumen.Benchmarks.Otlp;

/// <summary>
/// OTLP/JSON of a request of 512 spans: read into protobuf and written from it, beside the JSON formatter of the generated classes, which
/// writes another JSON (ids in base64) of about the same length. Times and allocations are per span.
/// </summary>
[MemoryDiagnoser]
public class JsonBenchmarks
{
    private const int Spans = RequestReadBenchmarks.Spans;

    private readonly ArrayBufferWriter<byte> _output = new(1024 * 1024);
    private byte[] _request = [];
    private byte[] _json = [];

    [GlobalSetup]
    public void Setup()
    {
        _request = new TypicalOtlp(1).NextRequest(Spans).Encode();
        Write();
        _json = _output.WrittenSpan.ToArray();
        Console.WriteLine($"{(double)_json.Length / Spans:f0} bytes of JSON a span");
    }

    /// <summary>JSON to protobuf.</summary>
    [Benchmark(OperationsPerInvoke = Spans)]
    public int Read()
    {
        using var writer = new ProtobufWriter(_json.Length / 2);
        return OtlpJsonReader.TryRead(_json, OtlpLimits.Default, writer, out _, out _) ? writer.Length : 0;
    }

    /// <summary>Protobuf to JSON.</summary>
    [Benchmark(OperationsPerInvoke = Spans)]
    public int Write()
    {
        _output.ResetWrittenCount();
        using var json = new Utf8JsonWriter(_output);
        OtlpJsonWriter.WriteRequest(json, _request);
        json.Flush();
        return _output.WrittenCount;
    }

    /// <summary>Protobuf to JSON by the generated classes.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = Spans)]
    public int GeneratedClasses() => JsonFormatter.Default.Format(ExportRequest.Parser.ParseFrom(_request)).Length;
}
