using System.Net;
using Lumen.AspNetCore.Tests.Hosting;
using Lumen.TestKit;

namespace Lumen.AspNetCore.Tests.Query;

public sealed class ServiceQueriesTests
{
    [Fact]
    public async Task Services_NothingStored_EmptyList()
    {
        await using var host = await LumenHost.StartAsync();
        var answer = await host.JsonAsync("/lumen/api/services");
        Assert.Equal("""{"services":[]}""", answer.GetRawText());
    }

    [Fact]
    public async Task Services_NamesOfAnyScript_OnceEachInOrdinalOrder()
    {
        await using var host = await LumenHost.StartAsync();
        host.Shelf.Add("zebra", new SpanBuilder(), new SpanBuilder { SpanId = new(3) });
        host.Shelf.Add("Äpfel <b>", new SpanBuilder { SpanId = new(2) });
        var answer = await host.JsonAsync("/lumen/api/services");
        Assert.Equal(["zebra", "Äpfel <b>"], answer.GetProperty("services").EnumerateArray().Select(name => name.GetString()!));
    }

    [Fact]
    public async Task Operations_OfService_NameAndKind()
    {
        await using var host = await LumenHost.StartAsync();
        host.Shelf.Add(
            "shop",
            new SpanBuilder { Name = "GET /", Kind = SpanKind.Server },
            new SpanBuilder { SpanId = new(2), Name = "GET /", Kind = SpanKind.Client },
            new SpanBuilder { SpanId = new(3), Name = "odd", Kind = (SpanKind)99 });
        var answer = await host.JsonAsync("/lumen/api/operations?service=shop");
        Assert.Equal(
            """{"operations":[{"name":"GET /","kind":"SERVER"},{"name":"GET /","kind":"CLIENT"},{"name":"odd","kind":"UNSPECIFIED"}]}""",
            answer.GetRawText());
    }

    [Fact]
    public async Task Operations_UnknownService_EmptyList()
    {
        await using var host = await LumenHost.StartAsync();
        Assert.Equal("""{"operations":[]}""", (await host.JsonAsync("/lumen/api/operations?service=nobody")).GetRawText());
    }

    [Fact]
    public async Task Operations_WithoutService_NamesTheParameter()
    {
        await using var host = await LumenHost.StartAsync();
        Assert.Contains("'service'", await host.RefusalAsync("/lumen/api/operations", HttpStatusCode.BadRequest), StringComparison.Ordinal);
    }
}
