using System.Globalization;

namespace Lumen.TestKit;

/// <summary>
/// Requests as services send them, for benchmarks and load: four resources of eight attributes with two scopes each, spans of eight to
/// twelve attributes, events on a third, links on a twentieth, an error on a twentieth; about 450 bytes a span. The same seed gives the
/// same.
/// </summary>
/// <param name="seed">The seed.</param>
public sealed class TypicalOtlp(int seed)
{
    private const int ResourcesARequest = 4;
    private const int ScopesAResource = 2;

    private static readonly string[] Routes =
        ["orders/{id}", "cart", "checkout", "products/{id}/reviews", "users/{id}/addresses", "search", "prices"];
    private static readonly string[] Services =
        ["frontend", "cart-service", "checkout-service", "catalog-service", "payment-service", "shipping-service"];
    private static readonly string[] Methods = ["GET", "POST", "PUT", "DELETE"];

    private readonly Random _random = new(seed);

    /// <summary>A request.</summary>
    /// <param name="spans">How many spans, spread over its resources and scopes.</param>
    public OtlpRequestBuilder NextRequest(int spans)
    {
        const int Groups = ResourcesARequest * ScopesAResource;
        var request = new OtlpRequestBuilder();
        for (var group = 0; group < Groups; group++)
        {
            if (group % ScopesAResource == 0)
            {
                request.Resource(NextResource());
            }

            request.Scope($"Shop.Instrumentation.{group}", "1.12.0");
            request.Add(Enumerable.Range(0, ((spans + group) / Groups)).Select(_ => NextSpan()));
        }

        return request;
    }

    /// <summary>A resource with the attributes that SDKs detect.</summary>
    public Resource NextResource() => OtlpMessages.Resource(
        Services[_random.Next(Services.Length)],
        Text("service.namespace", "shop"),
        Text("service.version", "2.31.4"),
        Text("service.instance.id", NextGuid()),
        Text("telemetry.sdk.name", "opentelemetry"),
        Text("telemetry.sdk.language", "dotnet"),
        Text("telemetry.sdk.version", "1.20.1"),
        Text("host.name", $"node-{_random.Next(40):d2}"));

    /// <summary>A span of a trace of its own.</summary>
    public SpanBuilder NextSpan()
    {
        var start = SpanBuilder.Epoch + (ulong)_random.NextInt64(60_000_000_000);
        var isError = _random.Next(20) == 0;
        return new SpanBuilder
        {
            TraceId = new TraceId((ulong)_random.NextInt64(), (ulong)_random.NextInt64() | 1),
            SpanId = new SpanId((ulong)_random.NextInt64() | 1),
            ParentId = _random.Next(5) == 0 ? default : new SpanId((ulong)_random.NextInt64() | 1),
            Name = $"{Methods[_random.Next(Methods.Length)]} /api/{Routes[_random.Next(Routes.Length)]}",
            Kind = (SpanKind)_random.Next(1, 6),
            StartUnixNano = start,
            EndUnixNano = start + (ulong)_random.NextInt64(1_000, 900_000_000),
            Attributes = NextAttributes(),
            Events = _random.Next(3) == 0 ? [NextEvent(start)] : [],
            Links = _random.Next(20) == 0 ? [new(new TraceId(1, 1), new SpanId(start), string.Empty, [], 0, 0)] : [],
            Status = isError ? SpanStatus.Error : SpanStatus.Unset,
            StatusMessage = isError ? "The connection was refused by the other side." : string.Empty,
        };
    }

    private List<KeyValue> NextAttributes()
    {
        List<KeyValue> attributes =
        [
            Text("http.request.method", Methods[_random.Next(Methods.Length)]),
            Text("url.path", $"/api/{Routes[_random.Next(Routes.Length)]}"),
            new("http.response.status_code", AnyValue.Of(_random.Next(20) == 0 ? 500L : 200L)),
            Text("server.address", $"10.0.{_random.Next(255)}.{_random.Next(255)}"),
            new("server.port", AnyValue.Of(8080L)),
            Text("user_agent.original", "curl/8.5.0"),
            new("network.protocol.version", AnyValue.Of("1.1")),
            new("thread.id", AnyValue.Of((long)_random.Next(200))),
        ];
        for (var more = _random.Next(5); more > 0; more--)
        {
            attributes.Add(more % 2 == 0
                ? Text("shop.cart.id", NextGuid())
                : new KeyValue("shop.cart.total", AnyValue.Of(_random.NextDouble() * 100)));
        }

        return attributes;
    }

    private SpanEvent NextEvent(ulong start) =>
        new(start + 1_000, "cache.miss", [Text("cache.key", $"product:{_random.Next(1_000_000)}"), new("cache.level", AnyValue.Of(2L))], 0);

    private string NextGuid()
    {
        var bytes = new byte[16];
        _random.NextBytes(bytes);
        return new Guid(bytes).ToString("D", CultureInfo.InvariantCulture);
    }

    private static KeyValue Text(string key, string value) => new(key, AnyValue.Of(value));
}
