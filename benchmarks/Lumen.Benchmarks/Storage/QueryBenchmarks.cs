using BenchmarkDotNet.Attributes;
using Lumen.Queries;
using Lumen.Storage;

namespace Lumen.Benchmarks.Storage;

/// <summary>
/// One question of each kind to a store of some hundred thousand spans in sealed buckets, with warm files: what the query API asks, without
/// HTTP and JSON. Searches return the newest 20 traces and their summaries.
/// </summary>
[MemoryDiagnoser]
public class QueryBenchmarks : IAsyncDisposable
{
    private SealedStore? _store;
    private string _service = string.Empty;
    private string _operation = string.Empty;
    private int _next;

    private ITraceReader Reader => _store!.Reader;

    [GlobalSetup]
    public async Task SetupAsync()
    {
        _store = await SealedStore.CreateAsync();
        _service = (await Reader.ListServicesAsync(new NameQuery(), CancellationToken.None)).Names[0];
        _operation = (await Reader.ListOperationsAsync(_service, new NameQuery(), CancellationToken.None)).Names[0].Name;
    }

    [GlobalCleanup]
    public async ValueTask DisposeAsync()
    {
        await _store!.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Benchmark]
    public async Task<int> TraceById()
    {
        var traces = _store!.Traces.Traces;
        return (await Reader.FindTraceAsync(traces[Next(traces.Count)], CancellationToken.None))?.Spans.Count ?? 0;
    }

    [Benchmark]
    public ValueTask<Trace?> UnknownTrace() => Reader.FindTraceAsync(new TraceId(1, 2), CancellationToken.None);

    [Benchmark]
    public Task<int> RecentOfService() => SearchAsync(new TraceQuery { Service = _service });

    [Benchmark]
    public Task<int> RecentOfOperation() => SearchAsync(new TraceQuery { Service = _service, Operation = _operation });

    [Benchmark]
    public Task<int> RecentErrorsOfService() => SearchAsync(new TraceQuery { Service = _service, Status = SpanStatus.Error });

    /// <summary>A value that one span has, wherever that is.</summary>
    [Benchmark]
    public Task<int> RareValueWithoutService() =>
        SearchAsync($"span.shop.cart.id = \"{_store!.Traces.RareValues[Next(_store.Traces.RareValues.Count)]}\"");

    /// <summary>A value that most spans have.</summary>
    [Benchmark]
    public Task<int> CommonTagOfService() => SearchAsync($"service = {_service} and http.response.status_code = 200");

    /// <summary>One span in 90 is that long.</summary>
    [Benchmark]
    public Task<int> MinimumDurationOfService() => SearchAsync(new TraceQuery { Service = _service, MinDurationNanos = 890_000_000 });

    /// <summary>Longer than any span: every block is excluded by its statistics.</summary>
    [Benchmark]
    public Task<int> NothingThatLong() => SearchAsync(new TraceQuery { Service = _service, MinDurationNanos = 10_000_000_000 });

    [Benchmark]
    public Task<int> TraceDuration() => SearchAsync(new TraceQuery { Service = _service, MinTraceDurationNanos = 1_000_000_000 });

    [Benchmark]
    public Task<int> And() => SearchAsync("http.request.method = GET and http.response.status_code = 500");

    [Benchmark]
    public Task<int> Or() => SearchAsync("thread.id = 7 or user_agent.original = wget or shop.cart.total > 99.9");

    [Benchmark]
    public Task<int> Not() => SearchAsync("not http.response.status_code = 200");

    /// <summary>One span in a thousand has such a number.</summary>
    [Benchmark]
    public Task<int> NumericComparison() => SearchAsync("span.shop.cart.total > 99.9");

    /// <summary>One of 256 random values begins like that.</summary>
    [Benchmark]
    public Task<int> Prefix() => SearchAsync("span.shop.cart.id ^= \"7f\"");

    [Benchmark]
    public Task<int> Absence() => SearchAsync("shop.cart.total absent");

    [Benchmark]
    public async Task<int> Services() => (await Reader.ListServicesAsync(new NameQuery(), CancellationToken.None)).Names.Count;

    [Benchmark]
    public async Task<int> Operations() =>
        (await Reader.ListOperationsAsync(_service, new NameQuery(), CancellationToken.None)).Names.Count;

    [Benchmark]
    public async Task<int> KeysOfService() =>
        (await Reader.ListAttributeKeysAsync(new CompletionQuery { Service = _service }, CancellationToken.None)).Keys.Count;

    [Benchmark]
    public async Task<int> ValuesOfKey() =>
        (await Reader.ListAttributeValuesAsync(AttributeLevel.Any, "url.path", new CompletionQuery(), CancellationToken.None)).Values.Count;

    private int Next(int count) => _next = (_next + 7_919) % count;

    private Task<int> SearchAsync(string where) => SearchAsync(new TraceQuery { Where = SpanPredicate.Parse(where) });

    private async Task<int> SearchAsync(TraceQuery query) => (await Reader.SearchAsync(query, CancellationToken.None)).Traces.Count;
}
