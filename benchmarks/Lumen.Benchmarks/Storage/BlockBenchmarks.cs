using BenchmarkDotNet.Attributes;
using Lumen.Storage.Embedded.Blocks;
using Lumen.Storage.Embedded.Catalogs;
using Lumen.Storage.Embedded.Columns;
using Lumen.Storage.Embedded.Columns.Writing;
using Lumen.Storage.Embedded.Frames;
using Lumen.Storage.Embedded.Postings;
using Lumen.Storage.Embedded.Statistics;
using Lumen.TestKit;

namespace Lumen.Benchmarks.Storage;

/// <summary>
/// What one block of 4,096 spans costs to write and to read. Times and allocations are per span, but where one trace is read per trace.
/// </summary>
[MemoryDiagnoser]
public class BlockBenchmarks : IDisposable
{
    private const int Spans = 4096;
    private const int SpansATrace = 13;
    private const long Seed = 7;

    private readonly BlockEncoder _encoder = new();
    private readonly BlockDecoder _decoder = new();
    private readonly BlockColumns _columns = new();
    private readonly SpanColumns _values = new();
    private readonly ByteBuilder _payload = new();
    private readonly Catalog _catalog = new(Seed);
    private readonly AttributePostings _postings = new(Seed);
    private readonly List<ulong> _pairs = [];
    private readonly List<byte[]> _spans = [];
    private readonly int[] _all = [.. Enumerable.Range(0, Spans)];
    private readonly int[] _trace = [.. Enumerable.Range(Spans / 2, SpansATrace)];

    [GlobalSetup]
    public void Setup()
    {
        var otlp = new TypicalOtlp(1);
        var (resource, scope) = (_catalog.AddResource([], []), _catalog.AddScope([], []));
        _columns.Reset(Spans);
        for (var span = 0; span < Spans; span++)
        {
            var built = otlp.NextSpan() with { TraceId = new TraceId(1, (ulong)(span / SpansATrace)) };
            var name = _catalog.AddName(System.Text.Encoding.UTF8.GetBytes(built.Name));
            _columns.Add(new BlockSpan
            {
                TraceId = built.TraceId, SpanId = built.SpanId, ParentSpanId = built.ParentId, StartUnixNano = built.StartUnixNano,
                EndUnixNano = built.EndUnixNano, Origin = _catalog.AddOrigin(resource, scope, name, built.Kind), Status = built.Status,
            });
            _spans.Add(built.Encode());
        }

        Shred();
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

    /// <summary>From the bytes of spans to operations and values.</summary>
    [Benchmark(OperationsPerInvoke = Spans)]
    public int Shred()
    {
        _values.Begin(_catalog);
        for (var span = 0; span < Spans; span++)
        {
            _values.Add(_spans[span], _columns.At(span));
        }

        return _values.ColumnCount;
    }

    /// <summary>What searches know of the block without reading it: starts, services, operations, ranges of numbers.</summary>
    [Benchmark(OperationsPerInvoke = Spans)]
    public object Statistics()
    {
        var statistics = new StatisticsBuilder(_catalog, UsualStarts.Around(0, long.MaxValue));
        statistics.Add(_columns, _values);
        return statistics.Build();
    }

    /// <summary>The hashes that the block is found by: keys, and keys with values.</summary>
    [Benchmark(OperationsPerInvoke = Spans)]
    public int AttributePostings()
    {
        _pairs.Clear();
        _postings.Add(_values, _catalog.Columns, block: 0, _pairs);
        return _pairs.Count;
    }

    /// <summary>From columns to the compressed payload.</summary>
    [Benchmark(OperationsPerInvoke = Spans)]
    public int Encode()
    {
        _payload.Clear();
        _encoder.Encode(_columns, _values, _payload);
        return _payload.Length;
    }

    /// <summary>What a search reads of a block.</summary>
    [Benchmark(OperationsPerInvoke = Spans)]
    public int ReadColumns()
    {
        _decoder.ReadColumns(_payload.Written);
        return _decoder.Columns.Count;
    }

    /// <summary>A trace in the middle of a block, as by id.</summary>
    [Benchmark]
    public int RebuildTrace() => Rebuild(_trace);

    /// <summary>One attribute of every span, as a search by attribute.</summary>
    [Benchmark(OperationsPerInvoke = Spans)]
    public int ReadAttribute()
    {
        _decoder.ReadColumns(_payload.Written);
        return _decoder.ReadAttribute(_payload.Written, _catalog, SpanLevel.Span, "http.response.status_code"u8).Occurrences.Count;
    }

    /// <summary>Every span.</summary>
    [Benchmark(OperationsPerInvoke = Spans)]
    public int RebuildAll() => Rebuild(_all);

    private int Rebuild(int[] rows)
    {
        var bytes = 0;
        _decoder.ReadColumns(_payload.Written);
        _decoder.Rebuild(_payload.Written, _catalog, rows, (_, span) => bytes += span.Length);
        return bytes;
    }
}
