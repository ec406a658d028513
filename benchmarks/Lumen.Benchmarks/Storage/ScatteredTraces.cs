using Lumen.TestKit;

namespace Lumen.Benchmarks.Storage;

/// <summary>
/// Requests whose spans belong to traces of 13 spans that are scattered over them, as services send them, each by one of 40 instances. The
/// same seed gives the same. 50,000 spans start in a second.
/// </summary>
/// <param name="seed">The seed.</param>
internal sealed class ScatteredTraces(int seed)
{
    internal const int SpansARequest = 512;
    private const int SpansATrace = 13;
    private const ulong NanosBetweenSpans = 20_000;
    private const string RareKey = "shop.cart.id";
    private const int Instances = 40;

    private readonly TypicalOtlp _otlp = new(seed);
    private readonly List<Resource> _instances = [];
    private readonly Random _random = new(seed);
    private readonly List<TraceId> _open = [];
    private int _next;

    /// <summary>The ids of the traces so far.</summary>
    internal List<TraceId> Traces { get; } = [];

    /// <summary>Values of <c>shop.cart.id</c> that one span each has, some of all.</summary>
    internal List<string> RareValues { get; } = [];

    /// <summary>A batch as ingestion makes it; the caller disposes it.</summary>
    internal SpanBatch NextBatch()
    {
        if (_instances.Count < Instances)
        {
            _instances.Add(_otlp.NextResource());
        }

        var request = new OtlpRequestBuilder().Resource(_instances[_random.Next(_instances.Count)]).Scope("Shop.Instrumentation", "1.12.0");
        return request.Add(Enumerable.Range(0, SpansARequest).Select(_ => NextSpan())).ToBatch();
    }

    private SpanBuilder NextSpan()
    {
        if (_next++ % SpansATrace == 0)
        {
            var trace = new TraceId((ulong)_random.NextInt64(), (ulong)_random.NextInt64());
            Traces.Add(trace);
            _open.Add(trace);
            if (_open.Count > SpansARequest)
            {
                _open.RemoveAt(0);
            }
        }

        var span = _otlp.NextSpan();
        if (_next % SpansARequest == 0 && span.Attributes.FirstOrDefault(attribute => attribute.Key == RareKey) is { Key: RareKey } rare)
        {
            RareValues.Add(rare.Value.ToString());
        }

        var start = SpanBuilder.Epoch + ((ulong)_next * NanosBetweenSpans);
        return span with
        {
            TraceId = _open[_random.Next(_open.Count)], StartUnixNano = start, EndUnixNano = start + span.EndUnixNano - span.StartUnixNano,
        };
    }
}
