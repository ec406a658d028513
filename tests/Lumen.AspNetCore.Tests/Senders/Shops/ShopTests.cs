using Lumen.AspNetCore.Tests.Senders.Exact;
using Lumen.TestKit;

namespace Lumen.AspNetCore.Tests.Senders.Shops;

/// <summary>
/// Programs of other languages with the OpenTelemetry SDKs of those languages. Each tells the ids of the spans it made, so what is missing
/// is known even where it was never sent. docs/senders.md says the same in words.
/// </summary>
public sealed class ShopTests
{
    public static TheoryData<ShopKind, string> Senders => new()
    {
        { ShopKind.Node, "grpc" }, { ShopKind.Node, "http/protobuf" },
        { ShopKind.Java, "grpc" }, { ShopKind.Java, "http/protobuf" },
        { ShopKind.Python, "grpc" }, { ShopKind.Python, "http/protobuf" },
    };

    [Theory]
    [MemberData(nameof(Senders))]
    public async Task Shop_EverySpan_IsFoundByIdAndBySearchWithAllThatItSays(ShopKind kind, string protocol)
    {
        await using var host = await ReceivingHost.StartAsync();
        var orders = new List<ShopOrder>();
        await using (var shop = await Shop.StartAsync(kind, protocol, Address(host, protocol)))
        {
            for (var number = 0; number < 5; number++)
            {
                orders.Add(await shop.OrderAsync());
            }

            await shop.CloseAsync();
        }

        var stored = new List<Span>();
        foreach (var sent in SentSpan.In(host.Sent.Requests))
        {
            stored.Add(await SentAssert.IsStoredAsync(host, sent));
            await SentAssert.IsFoundBySearchAsync(host, stored[^1]);
        }

        Assert.All(orders, order => Assert.Equal(order.Expected, order.CountIn(stored.Select(span => (span.Id, span.ParentId)))));
        Assert.All(stored, span => Assert.Equal("shop", span.Service));
        AssertSaysWhatTheShopSaid(kind, orders, stored);
        Assert.Equal(stored.Count, await ExactBytes.AreStoredAsync(host));
    }

    [Theory]
    [MemberData(nameof(Senders))]
    public async Task Shop_WhileLumenIsFull_LosesWhatItsPolicyLoses(ShopKind kind, string protocol)
    {
        await using var host = await ReceivingHost.StartAsync();
        host.Sent.Refusals = 2;
        var orders = new List<ShopOrder>();
        await using (var shop = await Shop.StartAsync(kind, protocol, Address(host, protocol)))
        {
            for (var refused = 1; refused <= 2; refused++)
            {
                orders.Add(await shop.OrderAsync());
                await Eventually.TrueAsync(() => host.Sent.Refused.Count >= refused, "the shop sends what it is refused");
            }

            orders.Add(await shop.OrderAsync());
            await Eventually.TrueAsync(() => CountAccepted(host, orders[^1]) == orders[^1].Expected, "the last order is taken");
            await shop.CloseAsync();
        }

        var accepted = SentSpan.In(host.Sent.Requests).ToList();
        foreach (var sent in accepted)
        {
            await SentAssert.IsStoredAsync(host, sent);
        }

        var refusedIds = SentSpan.In(host.Sent.Refused).Select(sent => sent.Id).ToHashSet();
        var acceptedIds = accepted.Select(sent => sent.Id).ToHashSet();
        Assert.NotEmpty(refusedIds);
        Assert.All(orders, order => Assert.Equal(order.Expected, order.CountIn(Ids([.. accepted, .. SentSpan.In(host.Sent.Refused)]))));
        if (Retries(kind, protocol))
        {
            Assert.Subset(acceptedIds, refusedIds);
        }
        else
        {
            Assert.Empty(acceptedIds.Intersect(refusedIds));
        }
    }

    /// <summary>Every SDK retries what OTLP calls retryable, but Node's over gRPC never does.</summary>
    internal static bool Retries(ShopKind kind, string protocol) => (kind, protocol) != (ShopKind.Node, "grpc");

    private static Uri Address(ReceivingHost host, string protocol) => protocol == "grpc" ? host.Grpc : host.Http;

    private static int CountAccepted(ReceivingHost host, ShopOrder order) => order.CountIn(Ids(SentSpan.In(host.Sent.Requests)));

    private static IEnumerable<(SpanId Id, SpanId Parent)> Ids(IEnumerable<SentSpan> spans) => spans
        .Select(sent => (sent.Id, sent.Span.ParentSpanId.Length == 0 ? default : SpanId.FromBytes(sent.Span.ParentSpanId.Span)))
        .Distinct();

    private static void AssertSaysWhatTheShopSaid(ShopKind kind, List<ShopOrder> orders, List<Span> stored)
    {
        if (kind == ShopKind.Java)
        {
            // The agent alone makes no links; the call that fails has the exception as an event.
            var failed = stored.Where(span => span.Status == SpanStatus.Error);
            Assert.Equal(orders.Count, failed.Count(span => span.Events.Any(item => item.Name == "exception")));
            return;
        }

        foreach (var order in orders)
        {
            var own = Assert.Single(stored, span => span.Id == order.Own);
            Assert.Equal(("shop", "1.2.3"), (own.Scope.Name, own.Scope.Version));
            Assert.Contains(new KeyValue("text", AnyValue.Of("注文 🛒")), own.Attributes);
            Assert.Contains(new KeyValue("pieces", AnyValue.Of(3)), own.Attributes);
            Assert.Contains(new KeyValue("share", AnyValue.Of(0.5)), own.Attributes);
            Assert.Contains(new KeyValue("cached", AnyValue.Of(true)), own.Attributes);
            Assert.Contains(new KeyValue("tags", AnyValue.Of([AnyValue.Of("a"), AnyValue.Of(string.Empty)])), own.Attributes);
            Assert.Equal(("discounted", "percent", "15"), Single(own.Events, item => (item.Name, item.Attributes)));
            Assert.Equal(($"{order.Trace}", "why", "campaign"), Single(own.Links, item => ($"{item.TraceId}", item.Attributes)));
        }
    }

    private static (string Name, string Key, string Value) Single<T>(
        IEnumerable<T> items, Func<T, (string Name, IEnumerable<KeyValue> Attributes)> read)
    {
        var (name, attributes) = read(Assert.Single(items));
        var attribute = Assert.Single(attributes);
        return (name, attribute.Key, $"{attribute.Value}");
    }
}
