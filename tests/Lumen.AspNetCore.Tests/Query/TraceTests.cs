using System.Net;
using System.Text.Json;
using Lumen.AspNetCore.Tests.Hosting;
using Lumen.TestKit;

namespace Lumen.AspNetCore.Tests.Query;

public sealed class TraceTests
{
    private const ulong Start = SpanBuilder.Epoch;
    private const string Id = "0123456789abcdeffedcba9876543210";

    private static readonly SpanBuilder Root = new()
    {
        SpanId = new(1), Name = "GET /", Kind = SpanKind.Server, EndUnixNano = Start + 100, TraceState = "ot=th:8",
        Status = SpanStatus.Error, StatusMessage = "too slow",
        DroppedAttributesCount = 2, DroppedEventsCount = 3, DroppedLinksCount = 4, Flags = 0x301,
        Attributes =
        [
            new("text", AnyValue.Of("<b>\"ä\" 'x'</b>")), new("whole", AnyValue.Of(long.MaxValue)), new("real", AnyValue.Of(0.5)),
            new("truth", AnyValue.Of(true)), new("bytes", AnyValue.Of(new byte[] { 1, 2, 255 })), new("nothing", default),
            new("list", AnyValue.Of([AnyValue.Of("a"), AnyValue.Of(1L)])),
            new("map", AnyValue.Of([new KeyValue("inner", AnyValue.Of("b"))])),
        ],
        Events = [new SpanEvent(Start + 7, "retry", [new("attempt", AnyValue.Of(2L))], 1)],
        Links = [new SpanLink(new TraceId(5, 6), new SpanId(7), "a=b", [new("why", AnyValue.Of("batch"))], 0, 0x101)],
    };

    [Fact]
    public async Task Trace_Span_EverythingItsSenderSaid()
    {
        await using var host = await LumenHost.StartAsync();
        var resource = OtlpMessages.Resource("shop", new KeyValue("host.name", AnyValue.Of("box")));
        host.Shelf.Add([Root.Build(resource, OtlpMessages.Scope("library", "1.2"))]);
        var trace = await host.JsonAsync($"/lumen/api/traces/{Id}");
        Assert.Equal(Id, trace.GetProperty("traceId").GetString());
        AssertJson(
            """
            [{"traceId":"0123456789abcdeffedcba9876543210","spanId":"0000000000000001","traceState":"ot=th:8","name":"GET /","kind":2,
            "startTimeUnixNano":"1700000000000000000","endTimeUnixNano":"1700000000000000100",
            "attributes":[{"key":"text","value":{"stringValue":"<b>\"ä\" 'x'</b>"}},
            {"key":"whole","value":{"intValue":"9223372036854775807"}},
            {"key":"real","value":{"doubleValue":0.5}},{"key":"truth","value":{"boolValue":true}},
            {"key":"bytes","value":{"bytesValue":"AQL/"}},
            {"key":"nothing","value":{}},{"key":"list","value":{"arrayValue":{"values":[{"stringValue":"a"},{"intValue":"1"}]}}},
            {"key":"map","value":{"kvlistValue":{"values":[{"key":"inner","value":{"stringValue":"b"}}]}}}],
            "droppedAttributesCount":2,"events":[{"timeUnixNano":"1700000000000000007","name":"retry",
            "attributes":[{"key":"attempt","value":{"intValue":"2"}}],"droppedAttributesCount":1}],"droppedEventsCount":3,
            "links":[{"traceId":"00000000000000050000000000000006","spanId":"0000000000000007","traceState":"a=b",
            "attributes":[{"key":"why","value":{"stringValue":"batch"}}],"flags":257}],"droppedLinksCount":4,
            "status":{"message":"too slow","code":2},"flags":769,"resource":0,"scope":0,"key":"0000000000000001"}]
            """,
            trace.GetProperty("spans"));
        AssertJson(
            """
            [{"attributes":[{"key":"service.name","value":{"stringValue":"shop"}},{"key":"host.name","value":{"stringValue":"box"}}]}]
            """,
            trace.GetProperty("resources"));
        AssertJson("""[{"name":"library","version":"1.2"}]""", trace.GetProperty("scopes"));
        Assert.True(trace.GetProperty("complete").GetBoolean());
    }

    [Fact]
    public async Task Trace_SpansOfSeveralSenders_ReferToResourcesAndScopesWrittenOnce()
    {
        await using var host = await LumenHost.StartAsync();
        var first = new Resource(OtlpMessages.Resource("shop").Encoded, "schema/1");
        var again = new Resource(OtlpMessages.Resource("shop").Encoded, "schema/1");
        var other = new Resource(OtlpMessages.Resource("shop").Encoded, "schema/2");
        host.Shelf.Add(
        [
            Root.Build(first, OtlpMessages.Scope("a")),
            Child(2).Build(other, OtlpMessages.Scope("b")),
            Child(3).Build(again, OtlpMessages.Scope("b")),
        ]);
        var trace = await host.JsonAsync($"/lumen/api/traces/{Id}");
        Assert.Equal(["schema/1", "schema/2"], Each(trace, "resources", resource => resource.GetProperty("schemaUrl").GetString()));
        Assert.Equal(["a", "b"], Each(trace, "scopes", scope => scope.GetProperty("name").GetString()));
        Assert.Equal(
            [(0, 0), (1, 1), (0, 1)],
            Each(trace, "spans", span => (span.GetProperty("resource").GetInt32(), span.GetProperty("scope").GetInt32())));
    }

    [Fact]
    public async Task Trace_Analysis_ByTheParameters()
    {
        await using var host = await LumenHost.StartAsync();
        host.Shelf.Add("shop", Root, Child(2) with { StartUnixNano = Start + 30, EndUnixNano = Start + 95 });
        var analysis = (await host.JsonAsync($"/lumen/api/traces/{Id}?minGap=10ns")).GetProperty("analysis");
        Assert.Equal("0000000000000001", analysis.GetProperty("primaryRoot").GetString());
        Assert.Equal("0000000000000002", analysis.GetProperty("bottleneck").GetString());
        Assert.Equal(3, analysis.GetProperty("criticalPath").GetArrayLength());
        Assert.Equal(1, analysis.GetProperty("gaps").GetArrayLength());
        analysis = (await host.JsonAsync($"/lumen/api/traces/{Id}?minGap=1ns")).GetProperty("analysis");
        Assert.Equal(2, analysis.GetProperty("gaps").GetArrayLength());
    }

    [Theory]
    [InlineData("?format=otlp", null)]
    [InlineData("", "application/x-otlp+json")]
    [InlineData("", "text/html, application/x-otlp+json;q=0.9")]
    public async Task Trace_AsOtlp_ResourceSpans(string query, string? accept)
    {
        await using var host = await LumenHost.StartAsync();
        host.Shelf.Add(
        [
            Root.Build(OtlpMessages.Resource("shop"), OtlpMessages.Scope("a")),
            Child(2).Build(OtlpMessages.Resource("stock"), OtlpMessages.Scope("a")),
            Child(3).Build(OtlpMessages.Resource("shop"), OtlpMessages.Scope("b")),
            Child(4).Build(OtlpMessages.Resource("shop"), OtlpMessages.Scope("a")),
        ]);
        if (accept is not null)
        {
            host.Client.DefaultRequestHeaders.Add("Accept", accept);
        }

        var otlp = await host.JsonAsync($"/lumen/api/traces/{Id}{query}");
        var found =
            from resource in otlp.GetProperty("resourceSpans").EnumerateArray()
            from scope in resource.GetProperty("scopeSpans").EnumerateArray()
            let service = resource.GetProperty("resource").GetProperty("attributes")[0].GetProperty("value").GetProperty("stringValue")
            let ids = scope.GetProperty("spans").EnumerateArray().Select(span => span.GetProperty("spanId").GetString()![^1])
            select $"{service} {scope.GetProperty("scope").GetProperty("name")} {string.Concat(ids)}";
        Assert.Equal(["shop a 14", "shop b 3", "stock a 2"], found);
    }

    [Theory]
    [InlineData("*/*")]
    [InlineData("application/json")]
    [InlineData("not a type at all;;")]
    public async Task Trace_OtherAccept_LumensOwnForm(string accept)
    {
        await using var host = await LumenHost.StartAsync();
        host.Shelf.Add("shop", Root);
        host.Client.DefaultRequestHeaders.TryAddWithoutValidation("Accept", accept);
        Assert.True((await host.JsonAsync($"/lumen/api/traces/{Id}")).TryGetProperty("analysis", out _));
    }

    [Theory]
    [InlineData("123", "", HttpStatusCode.BadRequest)]
    [InlineData(Id, "", HttpStatusCode.NotFound)]
    [InlineData(Id, "?format=xml", HttpStatusCode.BadRequest)]
    [InlineData(Id, "?minGap=wide", HttpStatusCode.BadRequest)]
    [InlineData(Id, "?other=1", HttpStatusCode.BadRequest)]
    public async Task Trace_NoneOrBadParameter_Refused(string id, string query, HttpStatusCode status)
    {
        await using var host = await LumenHost.StartAsync();
        await host.RefusalAsync($"/lumen/api/traces/{id}{query}", status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/outline")]
    [InlineData("/spans/0000000000000001")]
    public async Task Trace_NothingFoundAndSomethingUnreadable_503SaysWhy(string address)
    {
        await using var host = await LumenHost.StartAsync();
        host.Shelf.IncompleteReason = "A block is damaged.";
        var refusal = await host.RefusalAsync($"/lumen/api/traces/{Id}{address}", HttpStatusCode.ServiceUnavailable);
        Assert.Equal($"Whether trace {Id} is stored cannot be said. A block is damaged.", refusal);
    }

    [Fact]
    public async Task Trace_IdInUpperCase_Found()
    {
        await using var host = await LumenHost.StartAsync();
        host.Shelf.Add("shop", Root);
        await host.JsonAsync($"/lumen/api/traces/{Id.ToUpperInvariant()}");
    }

    [Fact]
    public async Task Span_ByKey_SpanResourceAndScope()
    {
        await using var host = await LumenHost.StartAsync();
        host.Shelf.Add([Root.Build(OtlpMessages.Resource("shop"), OtlpMessages.Scope("library"))]).Add("stock", Child(2));
        var span = await host.JsonAsync($"/lumen/api/traces/{Id}/spans/0000000000000001");
        Assert.Equal("0000000000000001", span.GetProperty("key").GetString());
        Assert.Equal("shop", span.GetProperty("service").GetString());
        Assert.Equal("GET /", span.GetProperty("span").GetProperty("name").GetString());
        Assert.Equal("library", span.GetProperty("scope").GetProperty("name").GetString());
        Assert.Equal(1, span.GetProperty("resource").GetProperty("attributes").GetArrayLength());
    }

    [Fact]
    public async Task Span_IdThatSeveralShare_EachUnderTheKeyOfTheTrace()
    {
        await using var host = await LumenHost.StartAsync();
        host.Shelf.Add("shop", Root, Child(2) with { Name = "first" }, Child(2) with { Name = "second", StartUnixNano = Start + 5 });
        var trace = await host.JsonAsync($"/lumen/api/traces/{Id}");
        var keys = trace.GetProperty("spans").EnumerateArray().ToDictionary(
            span => span.GetProperty("key").GetString()!, span => span.GetProperty("name").GetString());
        Assert.Equal(["0000000000000001", "0000000000000002", "0000000000000002#1"], keys.Keys.Order(StringComparer.Ordinal));
        foreach (var (key, name) in keys)
        {
            var span = await host.JsonAsync($"/lumen/api/traces/{Id}/spans/{Uri.EscapeDataString(key)}");
            Assert.Equal(name, span.GetProperty("span").GetProperty("name").GetString());
            Assert.Equal(key, span.GetProperty("key").GetString());
        }
    }

    [Fact]
    public async Task Trace_CopiesThatDifferInAttributesAlone_ShareOneKey()
    {
        await using var host = await LumenHost.StartAsync();
        host.Shelf.Add("shop", Root, Child(2), Child(2) with { Attributes = [new("late", AnyValue.Of(true))] });
        var trace = await host.JsonAsync($"/lumen/api/traces/{Id}");
        Assert.Equal(
            ["0000000000000001", "0000000000000002", "0000000000000002"],
            Each(trace, "spans", span => span.GetProperty("key").GetString()));
        Assert.Equal(2, trace.GetProperty("analysis").GetProperty("spans").GetArrayLength());
    }

    [Theory]
    [InlineData("2", HttpStatusCode.BadRequest)]
    [InlineData("0000000000000001%230", HttpStatusCode.BadRequest)]
    [InlineData("0000000000000001%231", HttpStatusCode.NotFound)]
    [InlineData("0000000000000009", HttpStatusCode.NotFound)]
    public async Task Span_NoSuchKey_Refused(string key, HttpStatusCode status)
    {
        await using var host = await LumenHost.StartAsync();
        host.Shelf.Add("shop", Root);
        await host.RefusalAsync($"/lumen/api/traces/{Id}/spans/{key}", status);
    }

    private static SpanBuilder Child(ulong id) => new() { SpanId = new(id), ParentId = Root.SpanId, Flags = 0 };

    private static IEnumerable<T> Each<T>(JsonElement trace, string property, Func<JsonElement, T> select) =>
        trace.GetProperty(property).EnumerateArray().Select(select);

    private static void AssertJson(string expected, JsonElement actual)
    {
        using var document = JsonDocument.Parse(expected);
        Assert.True(JsonElement.DeepEquals(document.RootElement, actual), actual.GetRawText());
    }
}
