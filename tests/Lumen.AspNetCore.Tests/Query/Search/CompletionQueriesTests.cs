using System.Net;
using Lumen.AspNetCore.Tests.Hosting;
using Lumen.Storage;
using Lumen.TestKit;

namespace Lumen.AspNetCore.Tests.Query.Search;

public sealed class CompletionQueriesTests
{
    [Fact]
    public async Task Keys_OfAService_WithLevelAndField()
    {
        await using var host = await LumenHost.StartAsync();
        host.Shelf.Add("shop", new SpanBuilder { Attributes = [new("and", AnyValue.Of("x")), new("http.route", AnyValue.Of("/"))] });
        host.Shelf.Add("cart", new SpanBuilder { SpanId = new(2), Attributes = [new("other", AnyValue.Of("x"))] });
        var answer = await host.JsonAsync("/lumen/api/attributes?service=shop");
        Assert.Equal(
            """
            {"attributes":[{"key":"and","level":"span","field":"span.and","count":1},
            {"key":"http.route","level":"span","field":"span.http.route","count":1},
            {"key":"service.name","level":"resource","field":"resource.service.name","count":1}],
            "spans":1,"complete":true,"reason":null}
            """.ReplaceLineEndings(string.Empty),
            answer.GetRawText());
    }

    [Theory]
    [InlineData("http.route", "/attributes/http.route/values")]
    [InlineData("a/b", "/attributes/a%2Fb/values?level=span")]
    [InlineData("größe 1", "/attributes/gr%C3%B6%C3%9Fe%201/values?level=any")]
    public async Task Values_OfAKey_MostFrequentFirst(string key, string address)
    {
        await using var host = await LumenHost.StartAsync();
        string[] values = ["rare", "often", "often"];
        host.Shelf.Add("shop", values.Select((value, place) =>
            new SpanBuilder { SpanId = new((ulong)place + 1), Attributes = [new(key, AnyValue.Of(value))] }));
        var answer = await host.JsonAsync($"/lumen/api{address}");
        Assert.Equal(
            """{"values":[{"value":"often","count":2},{"value":"rare","count":1}],"spans":3,"complete":true,"reason":null}""",
            answer.GetRawText());
    }

    [Fact]
    public async Task Keys_EveryParameter_ReachesTheStore()
    {
        await using var host = await LumenHost.StartAsync();
        await host.JsonAsync("/lumen/api/attributes?service=a&prefix=b&from=1699999200000&to=1700000000000&limit=7");
        Assert.Equal(
            new CompletionQuery
            {
                Service = "a", Prefix = "b", FromUnixNano = 1_699_999_200_000_000_000, ToUnixNano = SpanBuilder.Epoch, Limit = 7,
            },
            host.Shelf.LastCompletion);
    }

    [Theory]
    [InlineData("attributes?limit=0", "'limit'")]
    [InlineData("attributes?level=span", "no parameter 'level'")]
    [InlineData("attributes/a/values?level=somewhere", "any, span, resource, scope, event, link")]
    [InlineData("attributes/a/values?from=2&to=1", "'from' is later")]
    public async Task Names_BadParameter_RefusalNamesIt(string address, string expected)
    {
        await using var host = await LumenHost.StartAsync();
        Assert.Contains(expected, await host.RefusalAsync($"/lumen/api/{address}", HttpStatusCode.BadRequest), StringComparison.Ordinal);
    }
}
