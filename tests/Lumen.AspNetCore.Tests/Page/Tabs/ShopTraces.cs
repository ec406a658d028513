using Lumen.AspNetCore.Tests.Hosting;
using Lumen.TestKit;

namespace Lumen.AspNetCore.Tests.Page.Tabs;

/// <summary>Traces of a small shop with round figures, each with something to explain. Times are milliseconds.</summary>
internal static class ShopTraces
{
    internal const string Checkout = "00000000000000000000000000000001";
    internal const string Quote = "00000000000000000000000000000002";
    internal const string Hostile = "00000000000000000000000000000003";
    internal const string Large = "00000000000000000000000000000004";

    /// <summary>Text that would run, or mislead, wherever it were taken for anything but text.</summary>
    internal const string Script = "<img src=x onerror=\"window.ran = true\"><script>window.ran = true</script>";

    /// <summary>100 ms, of which 80 in the stock service: eight queries of 9 ms with 1 ms between them.</summary>
    internal static void AddCheckout(TraceShelf shelf)
    {
        shelf.Add("shop", Span(1, 1, 0, "POST /checkout", SpanKind.Server, 0, 100) with
        {
            Attributes =
            [
                new("http.request.method", AnyValue.Of("POST")), new("url.full", AnyValue.Of("https://shop.example/checkout")),
                new("shop.basket", AnyValue.Of(new string('b', 2_000))),
            ],
            Links = [new SpanLink(new TraceId(0, 2), new SpanId(1), string.Empty, [], 0, 0)],
        });
        shelf.Add("stock", Span(1, 2, 1, "POST /reserve", SpanKind.Server, 10, 90) with
        {
            Events = [new SpanEvent(At(12), "cache.miss", [new("cache.key", AnyValue.Of("basket-7"))], 0)],
        });
        shelf.Add("stock", Enumerable.Range(0, 8).Select(place =>
            Span(1, (ulong)(10 + place), 2, "SELECT quantity", SpanKind.Client, 10 + (place * 10), 19 + (place * 10))));
        shelf.Add("mail", Span(1, 3, 1, "send receipt", SpanKind.Internal, 20, 40));
    }

    /// <summary>Fails once in the carrier, with an exception, then succeeds.</summary>
    internal static void AddQuote(TraceShelf shelf)
    {
        shelf.Add("shop", Span(2, 1, 0, "GET /quote", SpanKind.Server, -1000, -700));
        var stack = string.Join('\n', Enumerable.Range(1, 40).Select(line => $"   at Carrier.Step{line}()"));
        shelf.Add("carrier", Span(2, 2, 1, "GET /price", SpanKind.Server, -1000, -900) with
        {
            Status = SpanStatus.Error, StatusMessage = "no lorry today",
            Events =
            [
                new SpanEvent(
                    At(-901),
                    "exception",
                    [new("exception.type", AnyValue.Of("NoLorryException")), new("exception.stacktrace", AnyValue.Of(stack))],
                    0),
            ],
        });
        shelf.Add("carrier", Span(2, 3, 1, "GET /price", SpanKind.Server, -850, -710));
    }

    /// <summary>One more span of the quote, from a slower sender.</summary>
    internal static void AddLateSpan(TraceShelf shelf) =>
        shelf.Add("audit", Span(2, 9, 1, "log quote", SpanKind.Internal, -705, -701));

    /// <summary>Names, values and addresses that are code in some language, or hide what they say.</summary>
    internal static void AddHostile(TraceShelf shelf)
    {
        shelf.Add(Script, Span(3, 1, 0, Script, SpanKind.Server, -2000, -1900) with
        {
            Status = SpanStatus.Error, StatusMessage = Script,
            Attributes = [new(Script, AnyValue.Of(Script)), new("url.full", AnyValue.Of("javascript:window.ran=true"))],
            Events = [new SpanEvent(At(-1950), Script, [new("exception.stacktrace", AnyValue.Of(Script))], 0)],
        });
        shelf.Add("خدمة", Span(3, 2, 1, "שלום \u202Eevil\u0000\u0007", SpanKind.Internal, -1990, -1950));
        shelf.Add(new string('s', 3_000), Span(3, 3, 1, new string('n', 30_000), SpanKind.Internal, -1940, -1910));
    }

    /// <summary>A root with ten thousand children that follow one another.</summary>
    internal static void AddLarge(TraceShelf shelf)
    {
        shelf.Add("batch", Span(4, 1, 0, "import", SpanKind.Internal, -50_000, -40_000));
        shelf.Add("batch", Enumerable.Range(0, 10_000).Select(place =>
            Span(4, (ulong)(place + 2), 1, $"row {place}", SpanKind.Internal, -50_000 + place, -49_999 + place)));
    }

    /// <summary>So many traces of one span each.</summary>
    internal static void AddMany(TraceShelf shelf, int count)
    {
        for (var place = 0; place < count; place++)
        {
            shelf.Add("shop", Span((ulong)(100 + place), 1, 0, $"request {place}", SpanKind.Server, -place * 10, (-place * 10) + 5));
        }
    }

    private static SpanBuilder Span(ulong trace, ulong id, ulong parent, string name, SpanKind kind, int start, int end) => new()
    {
        TraceId = new(0, trace), SpanId = new(id), ParentId = new(parent), Name = name, Kind = kind,
        StartUnixNano = At(start), EndUnixNano = At(end),
    };

    private static ulong At(int milliseconds) => SpanBuilder.Epoch + (ulong)((long)milliseconds * 1_000_000);
}
