using System.Net;
using System.Text.Json;
using Lumen.AspNetCore.Tests.Hosting;
using Lumen.TestKit;

namespace Lumen.AspNetCore.Tests.Query;

public sealed class OutlineTests
{
    private const ulong Start = SpanBuilder.Epoch;
    private const string Trace = "0123456789abcdeffedcba9876543210";

    private static readonly SpanBuilder Root = new() { SpanId = new(1), Name = "GET /", Kind = SpanKind.Server, EndUnixNano = Start + 100 };

    [Fact]
    public async Task Outline_RootAndTwoChildren_ColumnsInForestOrder()
    {
        await using var host = await LumenHost.StartAsync();
        host.Shelf.Add("shop", Root);
        host.Shelf.Add(
            "stock",
            Child(3, 50, 90) with
            {
                Name = "query", Kind = SpanKind.Client, Status = SpanStatus.Error,
                Events = [new SpanEvent(Start - 5, "early", [], 0), new SpanEvent(Start + 60, "late", [], 0)],
            },
            Child(2, 10, 20) with { Name = "connect" });
        var outline = await host.JsonAsync($"/lumen/api/traces/{Trace}/outline?minGap=1ns");

        Assert.Equal("1700000000000000000", outline.GetProperty("startUnixNano").GetString());
        Assert.Equal("100", outline.GetProperty("durationNanos").GetString());
        Assert.Equal(3, outline.GetProperty("spanCount").GetInt32());
        Assert.Equal(1, outline.GetProperty("errorCount").GetInt32());
        Assert.Equal("0000000000000001", outline.GetProperty("primaryRoot").GetString());
        Assert.Equal("0000000000000001", outline.GetProperty("bottleneck").GetString());
        Assert.Equal("""["shop","stock"]""", outline.GetProperty("serviceNames").GetRawText());
        Assert.Equal("""["GET /","connect","query"]""", outline.GetProperty("operationNames").GetRawText());
        Assert.Equal(
            """
            {"id":["0000000000000001","0000000000000002","0000000000000003"],"parent":[-1,0,0],"depth":[0,1,1],"blocking":[1,1,1],
            "start":["0","10","50"],"duration":["100","10","40"],"self":["50","10","40"],"critical":["50","10","40"],
            "service":[0,1,1],"name":[0,1,2],"kind":[2,1,3],"status":[0,0,2],"flags":[[],[],[]],
            "sections":[["0","10","20","50","90","100"],["10","20"],["50","90"]],"events":[[],[],["-5","60"]]}
            """.ReplaceLineEndings(string.Empty),
            outline.GetProperty("columns").GetRawText());
    }

    [Fact]
    public async Task Outline_ConsumerOfAProducer_DoesNotBlock()
    {
        await using var host = await LumenHost.StartAsync();
        host.Shelf.Add("shop", Root with { Kind = SpanKind.Producer }, Child(2, 10, 20) with { Kind = SpanKind.Consumer });
        var outline = await host.JsonAsync($"/lumen/api/traces/{Trace}/outline");
        Assert.Equal("[1,0]", outline.GetProperty("columns").GetProperty("blocking").GetRawText());
    }

    [Fact]
    public async Task Outline_Findings_AreThoseOfTheAnalysis()
    {
        await using var host = await LumenHost.StartAsync();
        host.Shelf.Add("shop", Root, Child(2, 30, 100));
        var outline = await host.JsonAsync($"/lumen/api/traces/{Trace}/outline?minGap=1ns");
        Assert.Equal(
            """[{"service":"shop","selfNanos":"100","criticalNanos":"100"}]""", outline.GetProperty("services").GetRawText());
        Assert.Equal(
            """
            [{"spanId":"0000000000000001","startUnixNano":"1700000000000000000","endUnixNano":"1700000000000000030"},
            {"spanId":"0000000000000002","startUnixNano":"1700000000000000030","endUnixNano":"1700000000000000100"}]
            """.ReplaceLineEndings(string.Empty),
            outline.GetProperty("criticalPath").GetRawText());
        var gap = Assert.Single(outline.GetProperty("gaps").EnumerateArray());
        Assert.Equal("LEADING", gap.GetProperty("kind").GetString());
        Assert.Equal("0000000000000002", gap.GetProperty("after").GetString());
        Assert.Equal(JsonValueKind.Null, gap.GetProperty("before").ValueKind);
    }

    [Fact]
    public async Task Outline_OddSpans_FlagsByName()
    {
        await using var host = await LumenHost.StartAsync();
        host.Shelf.Add(
            "shop", new SpanBuilder { SpanId = new(1), ParentId = new(9), StartUnixNano = Start + 5, EndUnixNano = Start });
        var outline = await host.JsonAsync($"/lumen/api/traces/{Trace}/outline");
        var names = outline.GetProperty("flagNames").EnumerateArray().Select(name => name.GetString()).ToList();
        Assert.Equal(["NEGATIVE_DURATION", "DUPLICATE", "SHARED_ID", "DUPLICATE_ID", "ORPHAN", "CYCLE"], names);
        var flags = outline.GetProperty("columns").GetProperty("flags")[0].EnumerateArray().Select(flag => names[flag.GetInt32()]);
        Assert.Equal(["NEGATIVE_DURATION", "ORPHAN"], flags);
        Assert.Equal(2, outline.GetProperty("diagnostics").GetArrayLength());
    }

    [Fact]
    public async Task Outline_MinGap_LeavesShorterGapsOut()
    {
        await using var host = await LumenHost.StartAsync();
        host.Shelf.Add("shop", Root, Child(2, 30, 95));
        var all = await host.JsonAsync($"/lumen/api/traces/{Trace}/outline?minGap=1");
        var some = await host.JsonAsync($"/lumen/api/traces/{Trace}/outline?minGap=10ns");
        Assert.Equal(2, all.GetProperty("gaps").GetArrayLength());
        Assert.Equal(1, some.GetProperty("gaps").GetArrayLength());
    }

    [Fact]
    public async Task Outline_Tolerance_DecidesWhetherOverlapBreaksTheChain()
    {
        await using var host = await LumenHost.StartAsync();
        host.Shelf.Add(
            "shop",
            Root,
            Child(2, 0, 52),
            Child(3, 50, 100));
        var strict = await host.JsonAsync($"/lumen/api/traces/{Trace}/outline?tolerance=0");
        var tolerant = await host.JsonAsync($"/lumen/api/traces/{Trace}/outline?tolerance=0.05");
        Assert.Equal("""["50","0","50"]""", strict.GetProperty("columns").GetProperty("critical").GetRawText());
        Assert.Equal("""["0","50","50"]""", tolerant.GetProperty("columns").GetProperty("critical").GetRawText());
    }

    [Theory]
    [InlineData("minGap=wide", "'minGap'")]
    [InlineData("tolerance=2", "'tolerance'")]
    [InlineData("tolerance=-0.1", "'tolerance'")]
    [InlineData("tolerance=NaN", "'tolerance'")]
    [InlineData("gap=1", "no parameter 'gap'")]
    public async Task Outline_BadParameter_RefusalNamesIt(string query, string expected)
    {
        await using var host = await LumenHost.StartAsync();
        host.Shelf.Add("shop", Root);
        var refusal = await host.RefusalAsync($"/lumen/api/traces/{Trace}/outline?{query}", HttpStatusCode.BadRequest);
        Assert.Contains(expected, refusal, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("12", HttpStatusCode.BadRequest)]
    [InlineData("zz23456789abcdeffedcba9876543210", HttpStatusCode.BadRequest)]
    [InlineData(Trace, HttpStatusCode.NotFound)]
    public async Task Outline_NoSuchTrace_Refused(string id, HttpStatusCode status)
    {
        await using var host = await LumenHost.StartAsync();
        await host.RefusalAsync($"/lumen/api/traces/{id}/outline", status);
    }

    [Fact]
    public async Task Outline_StoreLacksSomething_SaysWhy()
    {
        await using var host = await LumenHost.StartAsync();
        host.Shelf.Add("shop", Root).IncompleteReason = "A block is damaged.";
        var outline = await host.JsonAsync($"/lumen/api/traces/{Trace}/outline");
        Assert.False(outline.GetProperty("complete").GetBoolean());
        Assert.Equal("A block is damaged.", outline.GetProperty("reason").GetString());
    }

    private static SpanBuilder Child(ulong id, ulong start, ulong end) =>
        new() { SpanId = new(id), ParentId = Root.SpanId, StartUnixNano = Start + start, EndUnixNano = Start + end };
}
