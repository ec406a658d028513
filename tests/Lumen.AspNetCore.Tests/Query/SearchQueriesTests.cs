using System.Net;
using Lumen.AspNetCore.Tests.Hosting;
using Lumen.Storage;
using Lumen.TestKit;

namespace Lumen.AspNetCore.Tests.Query;

public sealed class SearchQueriesTests
{
    private const ulong Second = 1_000_000_000;

    [Fact]
    public async Task Search_Trace_SummaryOfTheWhole()
    {
        await using var host = await LumenHost.StartAsync();
        var root = new SpanBuilder { Name = "GET /", Kind = SpanKind.Server, EndUnixNano = SpanBuilder.Epoch + Second };
        host.Shelf.Add("shop", root);
        host.Shelf.Add("stock", new SpanBuilder { SpanId = new(2), ParentId = root.SpanId, Status = SpanStatus.Error });
        var answer = await host.JsonAsync("/lumen/api/traces?service=stock");
        Assert.Equal(
            """
            {"traces":[{"traceId":"0123456789abcdeffedcba9876543210","rootService":"shop","rootName":"GET /",
            "startUnixNano":"1700000000000000000","durationNanos":"1000000000","spanCount":2,"errorCount":1,
            "services":[{"service":"shop","spanCount":1,"errorCount":0},{"service":"stock","spanCount":1,"errorCount":1}]}],
            "next":null,"complete":true,"reason":null}
            """.ReplaceLineEndings(string.Empty),
            answer.GetRawText());
    }

    [Fact]
    public async Task Search_NoParameters_LastHourAndTwentyTraces()
    {
        await using var host = await LumenHost.StartAsync();
        await host.JsonAsync("/lumen/api/traces");
        var now = SpanBuilder.Epoch + (60 * Second);
        Assert.Equal(new TraceQuery { FromUnixNano = now - (3600 * Second), ToUnixNano = now, Limit = 20 }, host.Shelf.LastQuery);
    }

    [Fact]
    public async Task Search_EveryParameter_ReachesTheStore()
    {
        await using var host = await LumenHost.StartAsync();
        var cursor = new SearchCursor(SpanBuilder.Epoch, new TraceId(1, 2));
        await host.JsonAsync(
            "/lumen/api/traces?service=a%20b&operation=GET%20%2F&kind=server&status=ok&minDuration=1.5s&maxDuration=2000000000"
            + $"&from=2023-11-14T22:00:00Z&to=1700000000000&limit=7&cursor={cursor}");
        Assert.Equal(
            new TraceQuery
            {
                Service = "a b", Operation = "GET /", Kind = SpanKind.Server, Status = SpanStatus.Ok,
                MinDurationNanos = 1_500_000_000, MaxDurationNanos = 2_000_000_000,
                FromUnixNano = 1_699_999_200 * Second, ToUnixNano = SpanBuilder.Epoch, Limit = 7, After = cursor,
            },
            host.Shelf.LastQuery);
    }

    [Fact]
    public async Task Search_EmptyValues_AreNoConditions()
    {
        await using var host = await LumenHost.StartAsync();
        await host.JsonAsync(
            "/lumen/api/traces?service=&operation=&kind=&status=&error=&minDuration=&maxDuration=&from=&to=&limit=&cursor=&explain=");
        var now = SpanBuilder.Epoch + (60 * Second);
        Assert.Equal(new TraceQuery { FromUnixNano = now - (3600 * Second), ToUnixNano = now }, host.Shelf.LastQuery);
    }

    [Fact]
    public async Task Search_Error_IsStatusError()
    {
        await using var host = await LumenHost.StartAsync();
        await host.JsonAsync("/lumen/api/traces?error=true");
        Assert.Equal(SpanStatus.Error, host.Shelf.LastQuery!.Status);
    }

    [Theory]
    [InlineData("limit=0", "'limit'")]
    [InlineData("limit=1001", "1 to 1000")]
    [InlineData("limit=ten", "'limit' is 'ten'")]
    [InlineData("minDuration=5", null)]
    [InlineData("minDuration=fast", "'minDuration' is 'fast'")]
    [InlineData("minDuration=2s&maxDuration=1s", "'minDuration' is longer")]
    [InlineData("from=yesterday", "'from' is 'yesterday'")]
    [InlineData("from=2023-11-14T22:00:00Z&to=2023-11-14T21:00:00Z", "'from' is later")]
    [InlineData("kind=request", "UNSPECIFIED, INTERNAL, SERVER, CLIENT, PRODUCER, CONSUMER")]
    [InlineData("status=failed", "unset, ok, error")]
    [InlineData("error=false", "'error' is 'false'")]
    [InlineData("error=true&status=ok", "leave one of them out")]
    [InlineData("cursor=abc", "'cursor' is 'abc'")]
    [InlineData("explain=maybe", "true or false")]
    [InlineData("service=a&service=b", "'service' is given more than once")]
    [InlineData("servce=a", "no parameter 'servce'")]
    public async Task Search_BadParameter_RefusalNamesItAndSaysWhatToWrite(string query, string? expected)
    {
        await using var host = await LumenHost.StartAsync();
        if (expected is null)
        {
            await host.JsonAsync($"/lumen/api/traces?{query}");
            return;
        }

        var refusal = await host.RefusalAsync($"/lumen/api/traces?{query}", HttpStatusCode.BadRequest);
        Assert.Contains(expected, refusal, StringComparison.Ordinal);
        Assert.EndsWith(".", refusal, StringComparison.Ordinal);
        Assert.Null(host.Shelf.LastQuery);
    }

    [Fact]
    public async Task Search_PagesByCursor_EveryTraceOnceNewestFirst()
    {
        await using var host = await LumenHost.StartAsync();
        for (ulong number = 1; number <= 7; number++)
        {
            // Two traces share each start, so that the cursor's tie on the trace id is used.
            host.Shelf.Add("shop", new SpanBuilder { TraceId = new TraceId(0, number), StartUnixNano = SpanBuilder.Epoch + (number / 2) });
        }

        var seen = new List<string>();
        string? next = null;
        do
        {
            var page = await host.JsonAsync($"/lumen/api/traces?limit=2&cursor={next}");
            seen.AddRange(page.GetProperty("traces").EnumerateArray().Select(trace => trace.GetProperty("traceId").GetString()!));
            next = page.GetProperty("next").GetString();
        }
        while (next is not null);

        Assert.Equal(new ulong[] { 6, 7, 4, 5, 2, 3, 1 }.Select(number => new TraceId(0, number).ToString()), seen);
    }

    [Fact]
    public async Task Search_StoreLacksSomething_SaysWhy()
    {
        await using var host = await LumenHost.StartAsync();
        host.Shelf.IncompleteReason = "A block is damaged.";
        var answer = await host.JsonAsync("/lumen/api/traces");
        Assert.False(answer.GetProperty("complete").GetBoolean());
        Assert.Equal("A block is damaged.", answer.GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Search_Explain_TimeOfEachServiceOnTheCriticalPath()
    {
        await using var host = await LumenHost.StartAsync();
        var root = new SpanBuilder { EndUnixNano = SpanBuilder.Epoch + 100 };
        host.Shelf.Add("shop", root);
        host.Shelf.Add("stock", new SpanBuilder { SpanId = new(2), ParentId = root.SpanId, EndUnixNano = SpanBuilder.Epoch + 70 });
        host.Shelf.Add("mail", new SpanBuilder { SpanId = new(3), ParentId = root.SpanId, EndUnixNano = SpanBuilder.Epoch + 60 });
        var answer = await host.JsonAsync("/lumen/api/traces?explain=true");
        Assert.Equal(
            [("mail", "0"), ("shop", "30"), ("stock", "70")],
            answer.GetProperty("traces")[0].GetProperty("services").EnumerateArray()
                .Select(service => (service.GetProperty("service").GetString()!, service.GetProperty("criticalNanos").GetString()!)));
    }
}
