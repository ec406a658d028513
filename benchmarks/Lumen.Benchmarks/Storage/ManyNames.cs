using System.Globalization;
using Lumen.TestKit;

namespace Lumen.Benchmarks.Storage;

/// <summary>Requests in which every span has a name of its own, a service of its own, an attribute key of its own, or all.</summary>
/// <param name="kind">Which: <c>operations</c>, <c>services</c>, <c>keys</c> or <c>all</c>.</param>
internal sealed class ManyNames(string kind)
{
    /// <summary>What can be many.</summary>
    public static readonly string[] Kinds = ["operations", "services", "keys", "all"];

    /// <summary>A service that every kind has.</summary>
    public const string FirstService = "service-of-many-0000000";

    private const int SpansARequest = 500;

    /// <summary>Spans one after the other belong to a trace of this many.</summary>
    private const int SpansATrace = 10;

    /// <summary>The requests for so many spans.</summary>
    public IEnumerable<byte[]> Requests(int spans)
    {
        for (var first = 0; first < spans; first += SpansARequest)
        {
            yield return Request(first, Math.Min(SpansARequest, spans - first));
        }
    }

    private byte[] Request(int first, int count)
    {
        var request = new OtlpRequestBuilder();
        for (var number = first; number < first + count; number++)
        {
            if (number == first || kind is "services" or "all")
            {
                request.Resource(NameOf("service", kind is "services" or "all" ? number : 0)).Scope("library");
            }

            request.Add(Span(number));
        }

        return request.Encode();
    }

    private SpanBuilder Span(int number)
    {
        var start = (ulong)(DateTimeOffset.UnixEpoch.AddMinutes(28_000_000) - DateTimeOffset.UnixEpoch).Ticks * 100 + (ulong)number;
        return new SpanBuilder
        {
            TraceId = new TraceId(1, 1 + (ulong)(number / SpansATrace)),
            SpanId = new SpanId(1 + (ulong)number),
            Name = NameOf("operation", kind is "operations" or "all" ? number : 0),
            Kind = SpanKind.Server,
            StartUnixNano = start,
            EndUnixNano = start + 1_000_000,
            Attributes =
            [
                new KeyValue("http.route", AnyValue.Of("/orders/{id}")),
                new KeyValue(NameOf("key", kind is "keys" or "all" ? number : 0), AnyValue.Of(number)),
            ],
        };
    }

    private static string NameOf(string what, int number) => string.Create(CultureInfo.InvariantCulture, $"{what}-of-many-{number:D7}");
}
