using System.Buffers.Binary;
using BenchmarkDotNet.Attributes;
using Lumen.Storage.Embedded.Blocks;
using Lumen.Storage.Embedded.Frames;
using Lumen.TestKit;

namespace Lumen.Benchmarks.Storage;

/// <summary>What one block of 512 spans costs to write and to read, and one span to put together again.</summary>
[MemoryDiagnoser]
public class BlockBenchmarks : IDisposable
{
    private const int Spans = 512;

    private readonly BlockEncoder _encoder = new();
    private readonly BlockDecoder _decoder = new();
    private readonly BlockColumns _columns = new();
    private readonly ByteBuilder _body = new();
    private readonly ByteBuilder _payload = new();
    private readonly ByteBuilder _span = new();
    private BlockSpan _first;
    private byte[] _firstBody = [];

    [GlobalSetup]
    public void Setup()
    {
        var otlp = new TypicalOtlp(1);
        for (var span = 0; span < Spans; span++)
        {
            var built = otlp.NextSpan() with { TraceId = new TraceId(1, (ulong)(span / 13)) };
            var columns = new BlockSpan
            {
                TraceId = built.TraceId, SpanId = built.SpanId, ParentSpanId = built.ParentId, StartUnixNano = built.StartUnixNano,
                EndUnixNano = built.EndUnixNano, Origin = span % 40, Status = built.Status,
            };
            var before = _body.Length;
            SpanBody.TryAdd(built.Encode(), columns, _body);
            _columns.Add(columns, _body.Length - before, isVerbatim: false);
        }

        _first = _columns.At(0);
        _firstBody = _body.Written[.._columns.BodyLengths[0]].ToArray();
        Encode();
        Console.WriteLine($"{_payload.Length} bytes a block, {(double)_payload.Length / Spans:f1} a span");
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _encoder.Dispose();
        _decoder.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark]
    public int Encode()
    {
        _payload.Clear();
        _encoder.Encode(_columns, _body.Written, _payload);
        return _payload.Length;
    }

    /// <summary>What a search reads of a block.</summary>
    [Benchmark]
    public int ReadColumns()
    {
        _decoder.ReadColumns(_payload.Written);
        return _decoder.Columns.Count;
    }

    /// <summary>What a trace by id reads of a block beside its columns.</summary>
    [Benchmark]
    public int ReadBodies() => _decoder.ReadBodies(_payload.Written).Length;

    [Benchmark]
    public int RestoreSpan()
    {
        _span.Clear();
        SpanBody.Restore(_firstBody, _first, _span);
        return BinaryPrimitives.ReadInt32LittleEndian(_span.Written);
    }
}
