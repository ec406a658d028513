using System.Net;
using Lumen.AspNetCore.Tests.Hosting;
using Lumen.Queries;
using Lumen.TestKit;

namespace Lumen.AspNetCore.Tests.Query.Search;

public sealed class PredicateParametersTests
{
    [Theory]
    [InlineData(
        "q=http.status%20%3E%3D%20500%20and%20not%20event.exception.type%20exists",
        "http.status >= 500 and not event.exception.type exists")]
    [InlineData("namespace=shop", "resource.service.namespace = \"shop\"")]
    [InlineData("environment=prod", "resource.deployment.environment.name = \"prod\" or resource.deployment.environment = \"prod\"")]
    [InlineData("version=1.2", "resource.service.version = \"1.2\"")]
    [InlineData("instance=a%20b", "resource.service.instance.id = \"a b\"")]
    [InlineData("host=web-1", "resource.host.name = \"web-1\" or resource.host.hostname = \"web-1\"")]
    [InlineData("version=2&q=a%20%3D%201%20or%20b%20%3D%202", "resource.service.version = \"2\" and (a = \"1\" or b = \"2\")")]
    [InlineData("q=", null)]
    public async Task Search_Predicate_ReachesTheStore(string query, string? expected)
    {
        await using var host = await LumenHost.StartAsync();
        await host.JsonAsync($"/lumen/api/traces?{query}");
        Assert.Equal(expected, host.Shelf.LastQuery!.Where?.ToString());
    }

    [Fact]
    public async Task Search_TraceDuration_ReachesTheStore()
    {
        await using var host = await LumenHost.StartAsync();
        await host.JsonAsync("/lumen/api/traces?minTraceDuration=1ms&maxTraceDuration=2s");
        var query = host.Shelf.LastQuery!;
        Assert.Equal((1_000_000UL, 2_000_000_000UL), (query.MinTraceDurationNanos, query.MaxTraceDurationNanos));
    }

    [Fact]
    public async Task Search_Predicate_FindsTheSpanThatHasIt()
    {
        await using var host = await LumenHost.StartAsync();
        host.Shelf.Add("shop", new SpanBuilder { TraceId = new(0, 1), Attributes = [new("http.status", AnyValue.Of(503L))] });
        host.Shelf.Add("shop", new SpanBuilder { TraceId = new(0, 2), Attributes = [new("http.status", AnyValue.Of(200L))] });
        var page = await host.JsonAsync("/lumen/api/traces?q=http.status%3E%3D500");
        var trace = Assert.Single(page.GetProperty("traces").EnumerateArray());
        Assert.Equal("00000000000000000000000000000001", trace.GetProperty("traceId").GetString());
    }

    [Theory]
    [InlineData("q=service%20%3D", "'q' does not read at character 10: the end is not expected here, write a value")]
    [InlineData("q=a%3D1&q=b%3D2", "'q' is given more than once")]
    [InlineData("q=duration%20%3E%20fast", "at character 12: 'fast' is no duration")]
    [InlineData("minTraceDuration=2s&maxTraceDuration=1s", "'minTraceDuration' is longer")]
    [InlineData("host=a&host=b", "'host' is given more than once")]
    public async Task Search_BadPredicate_RefusalNamesThePlace(string query, string expected)
    {
        await using var host = await LumenHost.StartAsync();
        var refusal = await host.RefusalAsync($"/lumen/api/traces?{query}", HttpStatusCode.BadRequest);
        Assert.Contains(expected, refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Search_FiltersBesideTheLargestQuery_Refused()
    {
        await using var host = await LumenHost.StartAsync();
        var query = Uri.EscapeDataString(string.Join(" or ", Enumerable.Repeat("a=1", SpanPredicate.MaxConditions)));
        await host.JsonAsync($"/lumen/api/traces?q={query}");
        var refusal = await host.RefusalAsync($"/lumen/api/traces?q={query}&host=a", HttpStatusCode.BadRequest);
        Assert.Contains("more than 64 conditions", refusal, StringComparison.Ordinal);
    }
}
