using Lumen.Queries;
using Lumen.TestKit;

namespace Lumen.Storage.Conformance;

/// <summary>What every store promises about offering names while a search is written.</summary>
/// <typeparam name="THarness">The store under test.</typeparam>
public abstract class CompletionSuite<THarness> : StoreSuite<THarness>
    where THarness : StoreHarness, new()
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task ListAttributeKeysAsync_OfAService_NamesEachLevelOfItsSpans()
    {
        await WriteShopAsync();
        var keys = await Reader.ListAttributeKeysAsync(new CompletionQuery { Service = "shop" }, None);
        Assert.Equal(
        [
            new AttributeKeyCount(AttributeLevel.Span, "http.method", 2), new AttributeKeyCount(AttributeLevel.Span, "http.status", 1),
            new AttributeKeyCount(AttributeLevel.Resource, "host.name", 2),
            new AttributeKeyCount(AttributeLevel.Resource, "service.name", 2),
            new AttributeKeyCount(AttributeLevel.Scope, "scoped", 2), new AttributeKeyCount(AttributeLevel.Event, "exception.type", 1),
            new AttributeKeyCount(AttributeLevel.Link, "linked", 1),
        ], keys.Keys);
        Assert.Equal(new CompletionBasis(2, IsWhole: true, null), keys.Basis);
    }

    [Fact]
    public async Task ListAttributeKeysAsync_OfAPrefixAndALimit_KeepsTheMostFrequent()
    {
        await WriteShopAsync();
        var http = await Reader.ListAttributeKeysAsync(new CompletionQuery { Prefix = "http." }, None);
        Assert.Equal(["http.method", "http.status"], http.Keys.Select(key => key.Key));
        var one = await Reader.ListAttributeKeysAsync(new CompletionQuery { Prefix = "http.", Limit = 1 }, None);
        Assert.Equal(["http.method"], one.Keys.Select(key => key.Key));
        Assert.Empty((await Reader.ListAttributeKeysAsync(new CompletionQuery { Service = "absent" }, None)).Keys);
    }

    [Fact]
    public async Task ListAttributeValuesAsync_OfAKey_ListsTheMostFrequentFirst()
    {
        await WriteShopAsync();
        var all = await Reader.ListAttributeValuesAsync(AttributeLevel.Any, "http.method", new CompletionQuery(), None);
        Assert.Equal([new AttributeValueCount("GET", 2), new AttributeValueCount("PUT", 1)], all.Values);
        Assert.Empty((await Reader.ListAttributeValuesAsync(AttributeLevel.Resource, "http.method", new CompletionQuery(), None)).Values);
        var window = new CompletionQuery { FromUnixNano = SpanBuilder.Epoch + 1, ToUnixNano = SpanBuilder.Epoch + 2 };
        var windowed = await Reader.ListAttributeValuesAsync(AttributeLevel.Span, "http.method", window, None);
        Assert.Equal([new AttributeValueCount("PUT", 1)], windowed.Values);
        var prefixed = await Reader.ListAttributeValuesAsync(
            AttributeLevel.Resource, "host.name", new CompletionQuery { Prefix = "web-" }, None);
        Assert.Equal([new AttributeValueCount("web-1", 2)], prefixed.Values);
    }

    [Fact]
    public async Task ListServicesAndOperations_OfAWindow_NamesThoseOfSpansThatStartInIt()
    {
        await WriteShopAsync();
        var second = new NameQuery { FromUnixNano = SpanBuilder.Epoch + 1 };
        Assert.Equal(["cart"], (await Reader.ListServicesAsync(second, None)).Names);
        Assert.Empty((await Reader.ListOperationsAsync("shop", second, None)).Names);
        Assert.Single((await Reader.ListOperationsAsync("cart", second, None)).Names);
        var first = new NameQuery { ToUnixNano = SpanBuilder.Epoch + 1 };
        Assert.Equal(["shop"], (await Reader.ListServicesAsync(first, None)).Names);
        Assert.Empty((await Reader.ListServicesAsync(new NameQuery { FromUnixNano = SpanBuilder.Epoch + 2 }, None)).Names);
        Assert.Empty((await Reader.ListServicesAsync(new NameQuery { ToUnixNano = 0 }, None)).Names);
    }

    [Fact]
    public async Task ListServices_OfALimit_SaysThatThereAreMore()
    {
        await WriteShopAsync();
        var one = await Reader.ListServicesAsync(new NameQuery { Limit = 1 }, None);
        Assert.Equal(["cart"], one.Names);
        Assert.NotNull(one.IncompleteReason);
        var shop = await Reader.ListServicesAsync(new NameQuery { Limit = 1, Prefix = "sh" }, None);
        Assert.Equal(["shop"], shop.Names);
        Assert.Null(shop.IncompleteReason);
    }

    [Fact]
    public async Task ListAttributeKeysAndValues_OfRandomSpans_AreThoseOfTheReference()
    {
        await using var reference = new ReferenceTraceStore();
        await reference.OpenAsync(None);
        var world = new SmallWorld(7);
        for (var round = 0; round < 12; round++)
        {
            var requests = world.NextRequests();
            await Harness.WriteAsync(requests);
            var batches = requests.Select(request => request.ToBatch()).ToArray();
            await reference.WriteAsync(batches, new WriteOutcome[batches.Length], None);
            Array.ForEach(batches, batch => batch.Dispose());
            await Harness.DisturbAsync(world.Random);
        }

        // Names alone: a store may count copies of a span or not.
        var query = new CompletionQuery { Limit = CompletionQuery.MaxLimit };
        var expected = (await reference.ListAttributeKeysAsync(query, None)).Keys.Select(key => (key.Level, key.Key));
        Assert.Equal(expected, (await Reader.ListAttributeKeysAsync(query, None)).Keys.Select(key => (key.Level, key.Key)));
        foreach (var key in SmallAttributes.Keys)
        {
            var values = (await reference.ListAttributeValuesAsync(AttributeLevel.Any, key, query, None)).Values;
            var actual = (await Reader.ListAttributeValuesAsync(AttributeLevel.Any, key, query, None)).Values;
            Assert.Equal(values.Select(value => value.Value).Order(), actual.Select(value => value.Value).Order());
        }
    }

    private async Task WriteShopAsync()
    {
        var get = new KeyValue("http.method", AnyValue.Of("GET"));
        var span = new SpanBuilder { Attributes = [get] };
        var rich = span with
        {
            SpanId = new(2), Attributes = [get, new("http.status", AnyValue.Of(500))],
            Events = [new(1, "exception", [new("exception.type", AnyValue.Of("IOException"))], 0)],
            Links = [new(new TraceId(1, 2), new SpanId(3), string.Empty, [new("linked", AnyValue.Of(true))], 0, 0)],
        };
        await Harness.WriteAsync(
            new OtlpRequestBuilder().Resource("shop", new KeyValue("host.name", AnyValue.Of("web-1")))
                .Scope("library", "1", new KeyValue("scoped", AnyValue.Of(1))).Add(span, rich),
            new OtlpRequestBuilder().Resource("cart", new KeyValue("host.name", AnyValue.Of("db-1"))).Add(
                new SpanBuilder
                {
                    SpanId = new(3), StartUnixNano = SpanBuilder.Epoch + 1, Attributes = [new("http.method", AnyValue.Of("PUT"))],
                }));
        await Harness.DisturbAsync(new Random(1));
    }
}
