using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using Lumen.AspNetCore.Tests.Hosting;
using Lumen.Storage;
using Lumen.TestKit;
using Microsoft.AspNetCore.Builder;

namespace Lumen.AspNetCore.Tests.Jaeger;

public sealed class JaegerApiTests
{
    private const string Base = "/lumen/jaeger/api/v3";
    private const string Window = "query.startTimeMin=2023-11-14T22:00:00.000000001Z&query.startTimeMax=2023-11-14T23:00:00Z";
    private const string Id = "0123456789abcdeffedcba9876543210";
    private const ulong Second = 1_000_000_000;

    [Fact]
    public async Task Services_Stored_Names()
    {
        await using var host = await StartAsync();
        host.Shelf.Add("shop", new SpanBuilder());
        Assert.Equal("""{"services":["shop"]}""", (await host.JsonAsync($"{Base}/services")).GetRawText());
    }

    [Theory]
    [InlineData("", """{"name":"GET /","spanKind":"server"},{"name":"GET /","spanKind":"client"},{"name":"odd","spanKind":"internal"}""")]
    [InlineData("&spanKind=client", """{"name":"GET /","spanKind":"client"}""")]
    [InlineData("&span_kind=SERVER", """{"name":"GET /","spanKind":"server"}""")]
    public async Task Operations_OfService_NameAndKind(string query, string expected)
    {
        await using var host = await StartAsync();
        host.Shelf.Add(
            "shop",
            new SpanBuilder { Name = "GET /", Kind = SpanKind.Server },
            new SpanBuilder { SpanId = new(2), Name = "GET /", Kind = SpanKind.Client },
            new SpanBuilder { SpanId = new(3), Name = "odd", Kind = (SpanKind)77 });
        var answer = await host.JsonAsync($"{Base}/operations?service=shop{query}");
        Assert.Equal($$"""{"operations":[{{expected}}]}""", answer.GetRawText());
    }

    [Theory]
    [InlineData(Id)]
    [InlineData("0123456789ABCDEFFEDCBA9876543210")]
    public async Task Trace_ById_OtlpInTheWrapper(string id)
    {
        await using var host = await StartAsync();
        host.Shelf.Add("shop", new SpanBuilder { Name = "GET /", Attributes = [new("a", AnyValue.Of(1L))] });
        var window = "startTime=2023-11-14T22:00:00Z&end_time=2023-11-14T23:00:00Z";
        var answer = await host.JsonAsync($"{Base}/traces/{id}?{window}&rawTraces=true");
        var resource = Assert.Single(answer.GetProperty("result").GetProperty("resourceSpans").EnumerateArray());
        var span = Assert.Single(resource.GetProperty("scopeSpans")[0].GetProperty("spans").EnumerateArray());
        Assert.Equal(Id, span.GetProperty("traceId").GetString());
        Assert.Equal("1700000000000000000", span.GetProperty("startTimeUnixNano").GetString());
        Assert.Equal("""[{"key":"a","value":{"intValue":"1"}}]""", span.GetProperty("attributes").GetRawText());
        Assert.Equal(
            """{"attributes":[{"key":"service.name","value":{"stringValue":"shop"}}]}""", resource.GetProperty("resource").GetRawText());
    }

    [Fact]
    public async Task Trace_ShortId_PaddedOnTheLeft()
    {
        await using var host = await StartAsync();
        host.Shelf.Add("shop", new SpanBuilder { TraceId = new TraceId(0, 0xab) });
        var answer = await host.JsonAsync($"{Base}/traces/ab");
        Assert.Contains("\"000000000000000000000000000000ab\"", answer.GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("traces/ab", 404, "No traces found")]
    [InlineData("traces/xyz", 400, "1 to 32 hexadecimal digits")]
    [InlineData("traces/00123456789abcdeffedcba9876543210", 400, "1 to 32 hexadecimal digits")]
    [InlineData("traces/ab?startTime=now", 400, "'startTime'")]
    [InlineData("traces/ab?end_time=1700000000", 400, "'endTime'")]
    [InlineData("traces?" + Window, 404, "No traces found")]
    [InlineData("traces", 400, "'query.startTimeMin' is missing")]
    [InlineData("traces?query.startTimeMin=2023-11-14T22:00:00Z", 400, "'query.startTimeMax' is missing")]
    [InlineData("traces?query.startTimeMin=2023-11-14T22:00:00Z&query.startTimeMax=2023-11-14T21:00:00Z", 400, "exchange them")]
    [InlineData("traces?" + Window + "&query.durationMin=fast", 400, "'query.durationMin' is 'fast'")]
    [InlineData("traces?" + Window + "&query.durationMin=5", 400, "a number with a unit")]
    [InlineData("traces?" + Window + "&query.searchDepth=-1", 400, "'query.searchDepth'")]
    [InlineData("traces?" + Window + "&query.rawTraces=perhaps", 400, "'query.rawTraces'")]
    [InlineData("traces?" + Window + "&query.tags=a", 400, "no parameter 'query.tags'")]
    [InlineData("traces?" + Window + "&query.attributes=a%3Db", 400, "'query.attributes' is 'a=b': write a JSON object")]
    [InlineData("traces?" + Window + "&query.attributes=%5B%5D", 400, "write a JSON object")]
    [InlineData("traces?" + Window + "&query.attributes=%7B%22a%22%3A%7B%7D%7D", 400, "the value of 'a' is no text")]
    [InlineData("traces?" + Window + "&query.attributes=%7B%22a%22%3A%22%5Cud800%22%7D", 400, "write a JSON object")]
    [InlineData("traces?" + Window + "&query.filter=%7B%22call%22%3A1%7D", 501, "'query.filter'")]
    [InlineData("trace-summaries", 400, "'query.startTimeMin' is missing")]
    [InlineData("operations", 400, "'service' is missing")]
    [InlineData("operations?service=a&spanKind=other", 400, "'spanKind' is 'other'")]
    [InlineData("dependencies", 404, "trace-summaries")]
    public async Task Api_Refused_JaegersErrorThatSaysWhatToDo(string address, int status, string expected)
    {
        await using var host = await StartAsync();
        var answer = await host.JsonAsync($"{Base}/{address}", (HttpStatusCode)status);
        Assert.Equal(status, answer.GetProperty("error").GetProperty("httpCode").GetInt32());
        Assert.Contains(expected, answer.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Traces_EveryParameterInCamelCase_ReachesTheStore()
    {
        await using var host = await StartAsync();
        await host.JsonAsync(
            $"{Base}/traces?{Window}&query.serviceName=shop&query.operationName=GET%20%2F&query.durationMin=1m30s&query.durationMax=1h"
            + "&query.searchDepth=7&query.rawTraces=true&query.attributes=%7B%7D&prettyPrint=true",
            HttpStatusCode.NotFound);
        Assert.Equal(Expected with { Limit = 7 }, host.Shelf.LastQuery);
    }

    [Theory]
    [InlineData("query.num_traces")]
    [InlineData("query.search_depth")]
    public async Task Traces_EveryParameterInSnakeCase_ReachesTheStore(string depth)
    {
        await using var host = await StartAsync();
        await host.JsonAsync(
            $"{Base}/traces?query.service_name=shop&query.operation_name=GET%20%2F&query.duration_min=90s&query.duration_max=3600000ms"
            + "&query.start_time_min=2023-11-14T22:00:00.000000001Z&query.start_time_max=2023-11-14T23:00:00Z"
            + $"&query.raw_traces=false&{depth}=7",
            HttpStatusCode.NotFound);
        Assert.Equal(Expected with { Limit = 7 }, host.Shelf.LastQuery);
    }

    [Theory]
    [InlineData("""{"http.method":"GET"}""", "http.method = \"GET\"")]
    [InlineData("""{"n":500,"b":true}""", "n = \"500\" and b = \"true\"")]
    [InlineData("""{"error":"true"}""", "status = error or error = \"true\"")]
    [InlineData("""{"error":"false"}""", "error = \"false\"")]
    [InlineData("""{"span.kind":"server"}""", "kind = server or \"span.kind\" = \"server\"")]
    [InlineData("""{"otel.status_code":"ERROR"}""", "status = error or otel.status_code = \"ERROR\"")]
    [InlineData("""{"otel.scope.name":"lib"}""", "scope:name = \"lib\" or otel.scope.name = \"lib\"")]
    public async Task Traces_Attributes_ReachTheStoreAsAPredicate(string attributes, string expected)
    {
        await using var host = await StartAsync();
        await host.JsonAsync($"{Base}/traces?{Window}&query.attributes={Uri.EscapeDataString(attributes)}", HttpStatusCode.NotFound);
        Assert.Equal(expected, host.Shelf.LastQuery!.Where!.ToString());
    }

    [Fact]
    public async Task Summaries_Attributes_FindTheTraceThatHasThem()
    {
        await using var host = await StartAsync();
        host.Shelf.Add("shop", new SpanBuilder { TraceId = new(0, 1), Attributes = [new("a", AnyValue.Of("b"))] });
        host.Shelf.Add("shop", new SpanBuilder { TraceId = new(0, 2) });
        var answer = await host.JsonAsync($"{Base}/trace-summaries?{Window}&query.attributes=%7B%22a%22%3A%22b%22%7D");
        Assert.Equal(1, answer.GetProperty("summaries").GetArrayLength());
    }

    [Theory]
    [InlineData("", 100)]
    [InlineData("&query.searchDepth=0", 100)]
    [InlineData("&query.searchDepth=4000000000", 1000)]
    public async Task Traces_Depth_DefaultAndBound(string query, int expected)
    {
        await using var host = await StartAsync();
        await host.JsonAsync($"{Base}/traces?{Window}{query}", HttpStatusCode.NotFound);
        Assert.Equal(expected, host.Shelf.LastQuery!.Limit);
        Assert.Null(host.Shelf.LastQuery.Service);
    }

    [Fact]
    public async Task Traces_Found_AllOfThemWhole()
    {
        await using var host = await StartAsync();
        foreach (var number in new ulong[] { 1, 2, 3 })
        {
            var root = new SpanBuilder { TraceId = new TraceId(0, number), StartUnixNano = SpanBuilder.Epoch + number };
            host.Shelf.Add("shop", root).Add("stock", root with { SpanId = new(2), ParentId = root.SpanId });
        }

        var answer = await host.JsonAsync($"{Base}/traces?{Window}&query.serviceName=shop&query.searchDepth=2");
        Assert.Equal(["3", "3", "2", "2"], TraceIdsOf(answer).Select(id => id[^1..]));
    }

    [Theory]
    [InlineData("traces")]
    [InlineData("trace-summaries")]
    public async Task Search_Posted_AsInTheAddress(string address)
    {
        await using var host = await StartAsync();
        host.Shelf.Add("shop", new SpanBuilder());
        using var body = new StringContent(
            """
            {"query":{"serviceName":"shop","operationName":"operation",
            "startTimeMin":"2023-11-14T22:00:00Z","startTimeMax":"2023-11-14T23:00:00Z","durationMin":null,"durationMax":"1h",
            "searchDepth":7,"rawTraces":true,"attributes":{}}}
            """,
            Encoding.UTF8,
            "application/json");
        using var response = await host.Client.PostAsync($"{Base}/{address}", body);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(("shop", 7), (host.Shelf.LastQuery!.Service, host.Shelf.LastQuery.Limit));
    }

    [Theory]
    [InlineData("application/json", "{", 400)]
    [InlineData("application/json", "[]", 400)]
    [InlineData("application/json", """{"query":1}""", 400)]
    [InlineData("application/json", """{"query":{"filter":{"a":"b"}}}""", 501)]
    [InlineData("text/plain", "{}", 415)]
    public async Task Search_BadBody_Refused(string type, string content, int status)
    {
        await using var host = await StartAsync();
        using var body = new StringContent(content, Encoding.UTF8, type);
        using var response = await host.Client.PostAsync($"{Base}/traces", body);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Contains("\"error\"", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Summaries_Found_TheShapeJaegersPageChecks()
    {
        await using var host = await StartAsync();
        var root = new SpanBuilder { Name = "GET /", EndUnixNano = SpanBuilder.Epoch + Second };
        host.Shelf.Add("shop", root, new SpanBuilder { SpanId = new(2), ParentId = new(99) });
        host.Shelf.Add("stock", new SpanBuilder { SpanId = new(3), ParentId = root.SpanId, Status = SpanStatus.Error });
        var answer = await host.JsonAsync($"{Base}/trace-summaries?{Window}");
        Assert.Equal(
            """
            {"summaries":[{"traceId":"0123456789abcdeffedcba9876543210","rootServiceName":"shop","rootOperationName":"GET /",
            "minStartTimeUnixNano":"1700000000000000000","maxEndTimeUnixNano":"1700000001000000000","spanCount":3,"errorSpanCount":1,
            "orphanSpanCount":1,"services":[{"name":"shop","spanCount":2,"errorSpanCount":0},
            {"name":"stock","spanCount":1,"errorSpanCount":1}]}]}
            """.ReplaceLineEndings(string.Empty),
            answer.GetRawText());
    }

    [Fact]
    public async Task Summaries_NoneFound_EmptyList()
    {
        await using var host = await StartAsync();
        Assert.Equal("""{"summaries":[]}""", (await host.JsonAsync($"{Base}/trace-summaries?{Window}")).GetRawText());
    }

    [Fact]
    public async Task Traces_StoreGoesAwayBeforeTheFirst_503()
    {
        await using var host = await StartAsync();
        host.Shelf.Add("shop", new SpanBuilder()).ReadableTraces = 0;
        var answer = await host.JsonAsync($"{Base}/traces?{Window}", HttpStatusCode.ServiceUnavailable);
        Assert.Equal("The disk is gone.", answer.GetProperty("error").GetProperty("message").GetString());
    }

    [Fact]
    public async Task Traces_StoreGoesAwayBetweenTwo_AnswerBreaksOff()
    {
        await using var host = await LumenHost.StartOnPortAsync(app => app.MapLumenJaeger());
        host.Shelf.Add("shop", new SpanBuilder(), new SpanBuilder { TraceId = new TraceId(0, 1) }).ReadableTraces = 1;
        using var response = await host.Client.GetAsync($"{Base}/traces?{Window}", HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Trace_NothingFoundAndSomethingUnreadable_503SaysWhy()
    {
        await using var host = await StartAsync();
        host.Shelf.IncompleteReason = "A block is damaged.";
        var answer = await host.JsonAsync($"{Base}/traces/{Id}", HttpStatusCode.ServiceUnavailable);
        Assert.EndsWith("A block is damaged.", answer.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("traces")]
    [InlineData("trace-summaries")]
    public async Task Search_NothingFoundAndSomethingUnreadable_503SaysWhy(string route)
    {
        await using var host = await StartAsync();
        host.Shelf.IncompleteReason = "A block is damaged.";
        var answer = await host.JsonAsync($"{Base}/{route}?{Window}", HttpStatusCode.ServiceUnavailable);
        Assert.EndsWith("A block is damaged.", answer.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Traces_CompressionAccepted_Compressed()
    {
        await using var host = await StartAsync();
        host.Shelf.Add("shop", Enumerable.Range(1, 300).Select(number => new SpanBuilder { SpanId = new((ulong)number) }));
        host.Client.DefaultRequestHeaders.AcceptEncoding.ParseAdd("gzip");
        using var response = await host.Client.GetAsync($"{Base}/traces?{Window}");
        Assert.Equal(["gzip"], response.Content.Headers.ContentEncoding);
        await using var plain = new GZipStream(await response.Content.ReadAsStreamAsync(), CompressionMode.Decompress);
        using var document = await JsonDocument.ParseAsync(plain);
        Assert.Equal(300, TraceIdsOf(document.RootElement).Count());
    }

    [Fact]
    public async Task Api_ProductionAndNobodyNamed_RefusedInJaegersForm()
    {
        await using var host = await LumenHost.StartAsync(app => app.MapLumenJaeger(), "Production");
        var answer = await host.JsonAsync($"{Base}/services", HttpStatusCode.Forbidden);
        var message = answer.GetProperty("error").GetProperty("message").GetString();
        Assert.Contains("app.MapLumenJaeger().AllowAnonymous()", message, StringComparison.Ordinal);
    }

    private static TraceQuery Expected => new()
    {
        Service = "shop", Operation = "GET /", MinDurationNanos = 90 * Second, MaxDurationNanos = 3600 * Second,
        FromUnixNano = (1_699_999_200 * Second) + 1, ToUnixNano = 1_700_002_800 * Second,
    };

    private static Task<LumenHost> StartAsync() => LumenHost.StartAsync(app => app.MapLumenJaeger());

    private static IEnumerable<string> TraceIdsOf(JsonElement answer) =>
        from resource in answer.GetProperty("result").GetProperty("resourceSpans").EnumerateArray()
        from scope in resource.GetProperty("scopeSpans").EnumerateArray()
        from span in scope.GetProperty("spans").EnumerateArray()
        select span.GetProperty("traceId").GetString();
}
