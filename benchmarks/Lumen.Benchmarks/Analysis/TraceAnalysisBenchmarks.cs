using System.Buffers;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using Lumen.Analysis;

namespace Lumen.Benchmarks.Analysis;

/// <summary>
/// The analysis of one trace as a whole: forest, self times, paths, gaps, times by service and operation, diagnostics; and writing it as
/// JSON. The aim for the analysis is at most 100 ns a span up to 10,000 spans and 300 ns at 100,000 in any shape; divide the mean by the
/// number of spans.
/// </summary>
[MemoryDiagnoser]
public class TraceAnalysisBenchmarks
{
    private readonly ArrayBufferWriter<byte> _json = new();
    private AnalysisSpan[] _spans = [];
    private TraceAnalysis _analysis = TraceAnalysis.Of([]);

    [Params(TraceShape.Random, TraceShape.Sequential, TraceShape.Wide, TraceShape.Deep)]
    public TraceShape Shape { get; set; }

    [Params(50, 1_000, 10_000, 100_000)]
    public int Spans { get; set; }

    [GlobalSetup]
    public void MakeTrace()
    {
        _spans = MadeUpTrace.Make(Shape, Spans);
        _analysis = TraceAnalysis.Of(_spans);
    }

    [Benchmark]
    public TraceAnalysis Analyze() => TraceAnalysis.Of(_spans);

    [Benchmark]
    public int WriteJson()
    {
        _json.ResetWrittenCount();
        using var writer = new Utf8JsonWriter(_json);
        TraceAnalysisJson.Write(writer, default, _analysis);
        writer.Flush();
        return _json.WrittenCount;
    }
}
