namespace Lumen.TestKit;

/// <summary>
/// Random spans, traces and requests, all of them acceptable as they are; the same seed gives the same. For properties: let the property
/// take the seed and a size. Not thread-safe.
/// </summary>
/// <param name="seed">The seed.</param>
public sealed class RandomOtlp(int seed)
{
    private static readonly string[] Texts =
        ["", "a", "GET /orders/{id}", "größer", "注文を読む", "🛒 cart", "\u0000\u001f\"\\</script>", new('x', 300)];

    private static readonly string[] Keys = ["http.route", "db.system", "service.name", "größe", "k", ""];

    private readonly Random _random = new(seed);

    /// <summary>A request of some resources and scopes.</summary>
    /// <param name="spans">How many spans.</param>
    public OtlpRequestBuilder NextRequest(int spans)
    {
        var request = new OtlpRequestBuilder();
        for (var i = 0; i < spans; i++)
        {
            if (i == 0 || _random.Next(4) == 0)
            {
                request.Resource(NextResource());
            }

            if (_random.Next(3) == 0)
            {
                request.Scope(NextScope());
            }

            request.Add(NextSpan());
        }

        return request;
    }

    /// <summary>A trace that is one tree: the first span is the root, every child lies within its parent.</summary>
    /// <param name="spans">How many spans, at least 1.</param>
    public IReadOnlyList<SpanBuilder> NextTrace(int spans)
    {
        var trace = NextTraceId();
        var root = NextSpan() with
        {
            TraceId = trace, ParentId = default, StartUnixNano = SpanBuilder.Epoch, EndUnixNano = SpanBuilder.Epoch + 1_000_000_000,
        };
        var made = new List<SpanBuilder> { root };
        while (made.Count < spans)
        {
            var parent = made[_random.Next(made.Count)];
            var length = (long)(parent.EndUnixNano - parent.StartUnixNano);
            var start = parent.StartUnixNano + (ulong)_random.NextInt64(length + 1);
            made.Add(NextSpan() with
            {
                TraceId = trace,
                ParentId = parent.SpanId,
                StartUnixNano = start,
                EndUnixNano = start + (ulong)_random.NextInt64((long)(parent.EndUnixNano - start) + 1),
            });
        }

        return made;
    }

    /// <summary>A span of any content and times.</summary>
    public SpanBuilder NextSpan() => new()
    {
        TraceId = NextTraceId(),
        SpanId = NextSpanId(),
        ParentId = _random.Next(3) == 0 ? default : NextSpanId(),
        Name = NextText(),
        Kind = (SpanKind)_random.Next(7),
        StartUnixNano = NextTime(),
        EndUnixNano = NextTime(),
        Status = (SpanStatus)_random.Next(4),
        StatusMessage = _random.Next(3) == 0 ? NextText() : string.Empty,
        TraceState = _random.Next(4) == 0 ? "ot=th:8,vendor=1" : string.Empty,
        Flags = _random.Next(3) == 0 ? (uint)_random.NextInt64(uint.MaxValue) : 0x101,
        Attributes = NextAttributes(12),
        Events = Several(3, () => new SpanEvent(NextTime(), NextText(), NextAttributes(3), NextCount())),
        Links = Several(2, NextLink),
        DroppedAttributesCount = NextCount(),
        DroppedEventsCount = NextCount(),
        DroppedLinksCount = NextCount(),
    };

    /// <summary>A resource, with or without a service name.</summary>
    public Resource NextResource()
    {
        var schema = _random.Next(3) == 0 ? "https://opentelemetry.io/schemas/1.44.0" : string.Empty;
        return _random.Next(5) == 0
            ? new Resource(default, schema)
            : new Resource(
                OtlpMessages.EncodeResource([new("service.name", AnyValue.Of(NextText())), .. NextAttributes(5)], NextCount()), schema);
    }

    /// <summary>A scope, or none.</summary>
    public Scope NextScope() => _random.Next(5) == 0
        ? new Scope(default, string.Empty)
        : new Scope(
            OtlpMessages.EncodeScope(NextText(), "1.2", NextAttributes(2), NextCount()), _random.Next(3) == 0 ? "schema" : string.Empty);

    /// <summary>Some attributes of every kind of value; keys may repeat.</summary>
    /// <param name="atMost">How many at most.</param>
    public IReadOnlyList<KeyValue> NextAttributes(int atMost) =>
        Several(atMost, () => new KeyValue(Keys[_random.Next(Keys.Length)], NextValue(3)));

    /// <summary>A value of any kind.</summary>
    /// <param name="depth">How deep it may nest.</param>
    public AnyValue NextValue(int depth) => _random.Next(depth > 0 ? 8 : 6) switch
    {
        0 => default,
        1 => AnyValue.Of(NextText()),
        2 => AnyValue.Of(_random.Next(2) == 0),
        3 => AnyValue.Of(NextInteger()),
        4 => AnyValue.Of(NextDouble()),
        5 => AnyValue.Of(NextBytes()),
        6 => AnyValue.Of(Several(3, () => NextValue(depth - 1))),
        _ => AnyValue.Of(Several(3, () => new KeyValue(NextText(), NextValue(depth - 1)))),
    };

    private SpanLink NextLink() =>
        new(NextTraceId(), NextSpanId(), NextText(), NextAttributes(3), NextCount(), (uint)_random.Next(4));

    private TraceId NextTraceId() => new((ulong)_random.NextInt64(), (ulong)_random.NextInt64() | 1);

    private SpanId NextSpanId() => new((ulong)_random.NextInt64() | 1);

    private string NextText() => Texts[_random.Next(Texts.Length)];

    private uint NextCount() => _random.Next(5) == 0 ? (uint)_random.NextInt64(uint.MaxValue) : 0;

    private ulong NextTime() => _random.Next(8) switch
    {
        0 => 0,
        1 => ulong.MaxValue,
        _ => SpanBuilder.Epoch + (ulong)_random.NextInt64(1_000_000_000),
    };

    private long NextInteger() => _random.Next(4) switch
    {
        0 => long.MinValue,
        1 => long.MaxValue,
        2 => 0,
        _ => _random.NextInt64(-1_000, 1_000_000),
    };

    private double NextDouble() => _random.Next(6) switch
    {
        0 => double.NaN,
        1 => double.PositiveInfinity,
        2 => double.NegativeInfinity,
        3 => -0.0,
        4 => double.Epsilon,
        _ => _random.NextDouble() * 1e6,
    };

    private byte[] NextBytes()
    {
        var bytes = new byte[_random.Next(20)];
        _random.NextBytes(bytes);
        return bytes;
    }

    private List<T> Several<T>(int atMost, Func<T> next)
    {
        var made = new List<T>();
        for (var count = _random.Next(atMost + 1); count > 0; count--)
        {
            made.Add(next());
        }

        return made;
    }
}
