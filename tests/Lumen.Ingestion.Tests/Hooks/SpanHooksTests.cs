using Lumen.Ledger;
using Lumen.Queries;
using Lumen.TestKit;

namespace Lumen.Ingestion.Hooks;

public sealed class SpanHooksTests
{
    private static readonly KeyValue Cookie = new("http.request.header.cookie", AnyValue.Of("secret"));
    private static readonly KeyValue Query = new("db.query.text", AnyValue.Of("SELECT secret"));
    private static readonly KeyValue Route = new("http.route", AnyValue.Of("/orders"));

    [Fact]
    public async Task Hooks_OnAttributesOfEveryLevel_DropAndRedactThem()
    {
        using var hooked = new HookedPipeline(
            new SpanHooks { DropAttributes = ["http.request.header.*"], RedactAttributes = ["db.query.text"] });
        var span = new SpanBuilder
        {
            Attributes = [Cookie, Query, Route],
            Events = [new SpanEvent(1, "e", [Cookie, Query, Route], 0)],
            Links = [new SpanLink(new TraceId(1, 1), new SpanId(1), "", [Cookie, Query, Route], 0, 0)],
        };

        await hooked.WriteAsync(new OtlpRequestBuilder().Resource("shop", Cookie, Query).Scope("library", "", Cookie, Query).Add(span));

        var stored = Assert.Single(hooked.Stored);
        var redacted = new KeyValue(Query.Key, AnyValue.Of("[redacted]"));
        Assert.Equal([redacted, Route], stored.Attributes);
        Assert.Equal([redacted, Route], stored.Events.Single().Attributes);
        Assert.Equal([redacted, Route], stored.Links.Single().Attributes);
        Assert.Equal([redacted], stored.Scope.Attributes);
        Assert.Equal([new KeyValue("service.name", AnyValue.Of("shop")), redacted], stored.Resource.Attributes);
        Assert.Equal((1u, 1u), (stored.DroppedAttributesCount, stored.Events[0].DroppedAttributesCount));
        Assert.Equal(
            (1u, 1u, 1u),
            (stored.Links[0].DroppedAttributesCount, stored.Resource.DroppedAttributesCount, stored.Scope.DroppedAttributesCount));
        Assert.Equal(1, hooked.Pipeline.AssertSettled().Changed);
    }

    [Fact]
    public async Task DropSpans_WhereAPredicateHolds_DropsThoseAndCountsThem()
    {
        using var hooked = new HookedPipeline(new SpanHooks
        {
            DropSpans =
            [
                SpanPredicate.Parse("name = \"GET /health\""),
                SpanPredicate.Parse("http.route = \"/orders\" and resource.service.name = \"shop\""),
            ],
        });
        var request = new OtlpRequestBuilder()
            .Resource("shop").Add(Span(1, "GET /health"), Span(2, "GET", Route), Span(3, "GET"))
            .Resource("cart").Add(Span(4, "GET", Route), Span(5, "GET /health"));

        var result = await hooked.WriteAsync(request);

        Assert.Equal((SpanSinkOutcome.Accepted, 0L), (result.Outcome, result.RejectedSpans));
        Assert.Equal([new SpanId(3), new SpanId(4)], hooked.Stored.Select(span => span.Id));
        var ledger = hooked.Pipeline.AssertSettled();
        Assert.Equal((5L, 3L, 2L, 0L), (ledger.Received, ledger[SpanFate.Dropped], ledger[SpanFate.Stored], ledger.Changed));
        Assert.Equal(3, ledger.Fates[(SpanFate.Dropped, "hook")]);
    }

    [Fact]
    public async Task DropSpans_OfEverySpan_IsAcceptedAndStoresNothing()
    {
        using var hooked = new HookedPipeline(new SpanHooks { DropSpans = [SpanPredicate.Parse("kind = internal")] });

        var result = await hooked.WriteAsync(new OtlpRequestBuilder().Resource("shop").Add(Span(1, "a"), Span(2, "b")));

        Assert.Equal(SpanSinkOutcome.Accepted, result.Outcome);
        Assert.Equal(2, hooked.Pipeline.AssertSettled()[SpanFate.Dropped]);
        Assert.Equal(0, hooked.Pipeline.Store.Writes);
    }

    [Fact]
    public async Task ResourceAttributes_OnResources_AreAddedWhereTheyAreMissing()
    {
        using var hooked = new HookedPipeline(new SpanHooks
        {
            ResourceAttributes = new Dictionary<string, string> { ["k8s.cluster.name"] = "east", ["service.name"] = "other" },
        });

        await hooked.WriteAsync(new OtlpRequestBuilder().Resource("shop").Add(Span(1, "a")));
        await hooked.WriteAsync(new OtlpRequestBuilder().Add(Span(2, "b")));

        Assert.Equal(["shop", "other"], hooked.Stored.Select(span => span.Service));
        Assert.All(hooked.Stored, span => Assert.Contains(new KeyValue("k8s.cluster.name", AnyValue.Of("east")), span.Resource.Attributes));
        Assert.Equal(0, hooked.Pipeline.AssertSettled().Changed);
    }

    [Fact]
    public async Task Hooks_WithoutRoomForWhatTheyWrite_RefuseTheRequestForNow()
    {
        var request = new OtlpRequestBuilder().Resource("shop").Add(Enumerable.Range(1, 200).Select(id => Span((ulong)id, "a", Cookie)));
        var hooks = new SpanHooks { RedactAttributes = [Cookie.Key] };
        using var hooked = new HookedPipeline(hooks, await LeastBudgetAsync(request));

        var result = await hooked.WriteAsync(request);

        Assert.Equal(SpanSinkOutcome.Refused, result.Outcome);
        Assert.Equal(1, hooked.Pipeline.AssertSettled().RefusedRequests);
    }

    /// <summary>Against the plainest way to say the same; all that no hook concerns keeps its bytes.</summary>
    [Fact]
    public async Task Hooks_OnRandomRequests_DoWhatTheyAreToldAndNothingElse()
    {
        for (var seed = 0; seed < Require.FuzzInputs(300); seed++)
        {
            var request = new RandomOtlp(seed).NextRequest(4);
            using var plain = new HookedPipeline(SpanHooks.None);
            await plain.WriteAsync(request);
            var keys = plain.Stored.SelectMany(span => span.Attributes).Select(attribute => attribute.Key).Distinct().ToList();
            var dropped = keys.Where((_, index) => index % 4 == 0).ToList();
            var redacted = keys.Where((_, index) => index % 4 == 1).ToList();
            using var hooked = new HookedPipeline(new SpanHooks { DropAttributes = dropped, RedactAttributes = redacted });

            await hooked.WriteAsync(request);

            Assert.Equal(plain.Stored.Count, hooked.Stored.Count);
            foreach (var (before, after) in plain.Stored.Zip(hooked.Stored))
            {
                var expected = before.Attributes.Where(attribute => !dropped.Contains(attribute.Key)).Select(attribute =>
                    redacted.Contains(attribute.Key) ? attribute with { Value = AnyValue.Of(SpanHooks.RedactedValue) } : attribute);
                Assert.Equal(expected, after.Attributes);
                Assert.Equal(
                    before.DroppedAttributesCount + (uint)before.Attributes.Count(attribute => dropped.Contains(attribute.Key)),
                    after.DroppedAttributesCount);
                Assert.Equal((before.Id, before.Name, before.Events.Count), (after.Id, after.Name, after.Events.Count));
            }

            hooked.Pipeline.AssertSettled();
        }
    }

    /// <summary>The least budget with which a request is taken that no hook concerns.</summary>
    private static async Task<long> LeastBudgetAsync(OtlpRequestBuilder request)
    {
        for (var bytes = 4_096; ; bytes += 4_096)
        {
            using var plain = new HookedPipeline(SpanHooks.None, bytes);
            if ((await plain.WriteAsync(request)).Outcome == SpanSinkOutcome.Accepted)
            {
                return bytes;
            }
        }
    }

    private static SpanBuilder Span(ulong id, string name, params KeyValue[] attributes) =>
        new() { SpanId = new SpanId(id), Name = name, Attributes = attributes };
}
