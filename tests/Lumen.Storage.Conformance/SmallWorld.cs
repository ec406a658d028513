using Lumen.TestKit;

namespace Lumen.Storage.Conformance;

/// <summary>
/// Random requests and queries over so few names, ids and times that they meet all the time; the same seed gives the same.
/// </summary>
/// <param name="seed">The seed.</param>
public sealed class SmallWorld(int seed)
{
    private static readonly string[] Operations = ["buy", "pay", "", "größe"];
    private readonly RandomOtlp _otlp = new(seed);
    private readonly List<OtlpRequestBuilder> _earlier = [];
    private SmallAttributes? _attributes;
    private RandomPredicates? _predicates;

    /// <summary>The services of the world.</summary>
    public static IReadOnlyList<string> Services { get; } = ["shop", "cart", "db", Resource.UnknownService, "absent"];

    /// <summary>The traces of the world; the last one has no spans.</summary>
    public static IReadOnlyList<TraceId> Traces { get; } =
        [.. Enumerable.Range(1, 12).Select(number => new TraceId((ulong)(number % 3), (ulong)(number % 5) + 1))];

    /// <summary>The random numbers everything here is made of.</summary>
    public Random Random { get; } = new(seed);

    private SmallAttributes Attributes => _attributes ??= new SmallAttributes(Random);

    private RandomPredicates Predicates => _predicates ??= new RandomPredicates(Random) { Words = [.. Services, .. Operations, "library"] };

    /// <summary>Some requests, among them repeated ones.</summary>
    public OtlpRequestBuilder[] NextRequests()
    {
        var requests = new List<OtlpRequestBuilder>();
        for (var count = Random.Next(1, 5); count > 0; count--)
        {
            if (_earlier.Count > 0 && Random.Next(5) == 0)
            {
                requests.Add(_earlier[Random.Next(_earlier.Count)]);
                continue;
            }

            var request = NextRequest();
            _earlier.Add(request);
            requests.Add(request);
        }

        return [.. requests];
    }

    /// <summary>A query that mostly finds something.</summary>
    public TraceQuery NextQuery() => new()
    {
        Service = Random.Next(2) == 0 ? null : Services[Random.Next(Services.Count)],
        Operation = Random.Next(3) != 0 ? null : Operations[Random.Next(Operations.Length)],
        Kind = Random.Next(4) != 0 ? null : (SpanKind)Random.Next(4),
        Status = Random.Next(3) != 0 ? null : (SpanStatus)Random.Next(3),
        MinDurationNanos = Random.Next(3) != 0 ? 0 : (ulong)Random.Next(20),
        MaxDurationNanos = Random.Next(3) != 0 ? ulong.MaxValue : (ulong)Random.Next(40),
        FromUnixNano = Random.Next(3) != 0 ? 0 : NextTime(),
        ToUnixNano = Random.Next(3) != 0 ? ulong.MaxValue : NextTime(),
        MinTraceDurationNanos = Random.Next(6) != 0 ? 0 : (ulong)Random.Next(60),
        MaxTraceDurationNanos = Random.Next(6) != 0 ? ulong.MaxValue : (ulong)Random.Next(100),
        Where = Random.Next(3) == 0 ? null : Predicates.Next(),
        Limit = Random.Next(1, 6),
    };

    /// <summary>A query that mostly finds something, with a predicate and nothing else that is rare.</summary>
    public TraceQuery NextPredicateQuery() => new() { Where = Predicates.Next(), Limit = Random.Next(1, 6) };

    /// <summary>A question for names that mostly finds some.</summary>
    public NameQuery NextNameQuery() => new()
    {
        FromUnixNano = Random.Next(3) == 0 ? 0 : NextTime(),
        ToUnixNano = Random.Next(3) == 0 ? ulong.MaxValue : NextTime(),
        Prefix = Random.Next(4) == 0 ? "p" : string.Empty,
        Limit = Random.Next(1, 12),
    };

    private OtlpRequestBuilder NextRequest()
    {
        var request = new OtlpRequestBuilder();
        for (var resources = Random.Next(1, 3); resources > 0; resources--)
        {
            var service = Services[Random.Next(Services.Count - 1)];
            request.Resource(service == Resource.UnknownService
                ? new Resource(default, "schema")
                : OtlpMessages.Resource(service, Attributes.Next()));
            request.Scope(Random.Next(2) == 0 ? "library" : "other", string.Empty, Random.Next(2) == 0 ? [] : Attributes.Next());
            request.Add(Enumerable.Range(0, Random.Next(1, 12)).Select(_ => NextSpan()));
        }

        return request;
    }

    private SpanBuilder NextSpan()
    {
        var start = NextTime();
        var content = Random.Next(6) switch
        {
            0 => _otlp.NextSpan(),
            <= 3 => Attributes.Onto(new SpanBuilder()),
            _ => new SpanBuilder(),
        };
        return content with
        {
            TraceId = Traces[Random.Next(Traces.Count - 1)],
            SpanId = new SpanId((ulong)Random.Next(1, 30)),
            ParentId = new SpanId((ulong)Random.Next(0, 30)),
            Name = Operations[Random.Next(Operations.Length)],
            Kind = (SpanKind)Random.Next(4),
            StartUnixNano = start,
            EndUnixNano = Random.Next(10) == 0 ? 0 : unchecked(start + (ulong)Random.Next(40)),
            Status = (SpanStatus)Random.Next(3),
        };
    }

    private ulong NextTime() => Random.Next(12) switch
    {
        0 => 0,
        1 => ulong.MaxValue,
        2 => 4_102_444_800_000_000_000,
        _ => SpanBuilder.Epoch + (ulong)Random.Next(60),
    };
}
