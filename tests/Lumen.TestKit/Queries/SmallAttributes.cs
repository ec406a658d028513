namespace Lumen.TestKit;

/// <summary>Random attributes of so few keys and values that conditions meet them all the time, of every kind of value.</summary>
/// <param name="random">What they are made of.</param>
public sealed class SmallAttributes(Random random)
{
    private static readonly AnyValue[] AllValues =
    [
        AnyValue.Of("a"), AnyValue.Of("ab"), AnyValue.Of("b"), AnyValue.Of(string.Empty), AnyValue.Of("1"), AnyValue.Of("größe \"1\""),
        AnyValue.Of(true), AnyValue.Of(false), AnyValue.Of(1L), AnyValue.Of(5L), AnyValue.Of(-3L), AnyValue.Of(long.MaxValue),
        AnyValue.Of(9_007_199_254_740_993L), AnyValue.Of(1.0), AnyValue.Of(1.5), AnyValue.Of(-3.25), AnyValue.Of(1e300),
        AnyValue.Of(9_007_199_254_740_992.0), AnyValue.Of(double.NaN), AnyValue.Of(double.PositiveInfinity), AnyValue.Of(-0.0),
        AnyValue.Of([AnyValue.Of("a"), AnyValue.Of(1L)]), AnyValue.Of([new KeyValue("k", AnyValue.Of("a"))]), AnyValue.Of([1, 2, 3]),
        default,
    ];

    /// <summary>The keys.</summary>
    public static IReadOnlyList<string> Keys { get; } =
        ["k", "http.status", "größe", "odd \"key\"", "and", "service", "span.k", string.Empty];

    /// <summary>The values.</summary>
    public static IReadOnlyList<AnyValue> Values => AllValues;

    /// <summary>Some attributes, keys repeated now and then.</summary>
    public KeyValue[] Next() =>
        [.. Enumerable.Range(0, random.Next(4)).Select(_ => NextAttribute())];

    /// <summary>The span with attributes, events and links of this kind.</summary>
    /// <param name="span">What else it says.</param>
    public SpanBuilder Onto(SpanBuilder span) => span with
    {
        Attributes = Next(),
        StatusMessage = random.Next(3) == 0 ? "a" : string.Empty,
        Events =
        [
            .. Enumerable.Range(0, random.Next(3))
                .Select(_ => new SpanEvent(1, random.Next(2) == 0 ? "exception" : string.Empty, Next(), 0)),
        ],
        Links =
        [
            .. Enumerable.Range(0, random.Next(2))
                .Select(_ => new SpanLink(new TraceId(1, 2), new SpanId(3), string.Empty, Next(), 0, 0)),
        ],
    };

    private KeyValue NextAttribute() => new(Keys[random.Next(Keys.Count)], Values[random.Next(Values.Count)]);
}
