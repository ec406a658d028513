using BenchmarkDotNet.Attributes;
using Lumen.Storage;
using Lumen.Storage.Embedded;
using Microsoft.Extensions.Logging.Abstractions;

namespace Lumen.Benchmarks.Storage;

/// <summary>
/// Questions to a store of some hundred thousand spans in finished buckets, a growing one and windows in memory, with warm files: what the
/// query API asks, without HTTP and JSON.
/// </summary>
[MemoryDiagnoser]
public class QueryBenchmarks : IAsyncDisposable
{
    private const int Batches = 900;

    private readonly string _directory = Directory.CreateTempSubdirectory("lumen-benchmark").FullName;
    private readonly ScatteredTraces _traces = new(1);
    private EmbeddedTraceStore? _store;
    private string _service = string.Empty;
    private string _operation = string.Empty;
    private int _next;

    [GlobalSetup]
    public async Task SetupAsync()
    {
        var options = new EmbeddedStoreOptions
        {
            Directory = _directory, BucketMaxSpans = 150_000, IntakePatience = TimeSpan.FromMinutes(1),
        };
        _store = new EmbeddedTraceStore(options, TimeProvider.System, NullLogger<EmbeddedTraceStore>.Instance);
        await _store.OpenAsync(CancellationToken.None);
        for (var batch = 0; batch < Batches; batch++)
        {
            using var spans = _traces.NextBatch();
            var outcomes = new WriteOutcome[1];
            await _store.WriteAsync(new[] { spans }, outcomes, CancellationToken.None);
            if (outcomes[0] != WriteOutcome.Stored)
            {
                throw new InvalidOperationException(string.Join(' ', _store.Health.Reasons));
            }
        }

        _service = (await _store.Reader.ListServicesAsync(CancellationToken.None))[0];
        _operation = (await _store.Reader.ListOperationsAsync(_service, CancellationToken.None))[0].Name;
    }

    [GlobalCleanup]
    public async ValueTask DisposeAsync()
    {
        await _store!.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
        GC.SuppressFinalize(this);
    }

    [Benchmark]
    public async Task<int> TraceById()
    {
        _next = (_next + 7_919) % _traces.Traces.Count;
        return (await _store!.Reader.FindTraceAsync(_traces.Traces[_next], CancellationToken.None))?.Spans.Count ?? 0;
    }

    [Benchmark]
    public ValueTask<Trace?> UnknownTrace() => _store!.Reader.FindTraceAsync(new TraceId(1, 2), CancellationToken.None);

    [Benchmark]
    public Task<int> RecentTracesOfAService() => SearchAsync(new TraceQuery { Service = _service });

    [Benchmark]
    public Task<int> RecentTracesOfAnOperation() => SearchAsync(new TraceQuery { Service = _service, Operation = _operation });

    [Benchmark]
    public Task<int> RecentErrorsOfAService() => SearchAsync(new TraceQuery { Service = _service, Status = SpanStatus.Error });

    /// <summary>Longer than any span: every block is excluded by its statistics.</summary>
    [Benchmark]
    public Task<int> NothingThatLong() => SearchAsync(new TraceQuery { Service = _service, MinDurationNanos = 10_000_000_000 });

    [Benchmark]
    public async Task<int> Services() => (await _store!.Reader.ListServicesAsync(CancellationToken.None)).Count;

    private async Task<int> SearchAsync(TraceQuery query) => (await _store!.Reader.SearchAsync(query, CancellationToken.None)).Traces.Count;
}
