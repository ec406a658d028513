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
        Assert.Equal("""{"services":[],"complete":true,"reason":null}""", answer.GetRawText());
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
            """{"operations":[{"name":"GET /","kind":"SERVER"},{"name":"GET /","kind":"CLIENT"},{"name":"odd","kind":"UNSPECIFIED"}],"""
            + "\"complete\":true,\"reason\":null}",
            answer.GetRawText());
    }

    [Fact]
    public async Task Operations_UnknownService_EmptyList()
    {
        await using var host = await LumenHost.StartAsync();
        var answer = await host.JsonAsync("/lumen/api/operations?service=nobody");
        Assert.Equal("""{"operations":[],"complete":true,"reason":null}""", answer.GetRawText());
    }

    [Fact]
    public async Task Names_MoreThanTheLimit_AreCutAndSaidToBe()
    {
        await using var host = await LumenHost.StartAsync();
        var resources = Enumerable.Range(0, 1_500).Select(number => OtlpMessages.Resource($"service-{number:0000}"));
        host.Shelf.Add(resources.Select((resource, number) => new SpanBuilder { SpanId = new((ulong)number + 1) }.Build(resource)));
        host.Shelf.Add("shop", Enumerable.Range(1, 1_500).Select(number => new SpanBuilder
        {
            SpanId = new((ulong)number + 10_000), Name = $"operation-{number:0000}",
        }));
        await AssertCountAsync("services", "", 1_000, isComplete: false);
        await AssertCountAsync("services", "?limit=10000", 1_501, isComplete: true);
        await AssertCountAsync("services", "?prefix=service-14", 100, isComplete: true);
        await AssertCountAsync("services", "?prefix=service-14&limit=100", 100, isComplete: true);
        await AssertCountAsync("services", "?prefix=service-14&limit=99", 99, isComplete: false);
        await AssertCountAsync("operations", "?service=shop", 1_000, isComplete: false);
        await AssertCountAsync("operations", "?service=shop&prefix=operation-15", 1, isComplete: true);
        var refusal = await host.RefusalAsync("/lumen/api/services?limit=10001", HttpStatusCode.BadRequest);
        Assert.Contains("from 1 to 10000", refusal, StringComparison.Ordinal);

        async Task AssertCountAsync(string list, string query, int count, bool isComplete)
        {
            var answer = await host.JsonAsync($"/lumen/api/{list}{query}");
            Assert.Equal((count, isComplete), (answer.GetProperty(list).GetArrayLength(), answer.GetProperty("complete").GetBoolean()));
        }
    }

    [Theory]
    [InlineData("", "late shop")]
    [InlineData("from=1700000000000000001", "late")]
    [InlineData("to=1700000000000000001", "shop")]
    [InlineData("from=1700000000000000006", "")]
    public async Task Services_OfAWindow_AreThoseOfSpansThatStartInIt(string window, string services)
    {
        await using var host = await LumenHost.StartAsync();
        host.Shelf.Add("shop", new SpanBuilder());
        host.Shelf.Add("late", new SpanBuilder { SpanId = new(2), StartUnixNano = SpanBuilder.Epoch + 5 });
        var answer = await host.JsonAsync($"/lumen/api/services?{window}");
        Assert.Equal(services, string.Join(' ', answer.GetProperty("services").EnumerateArray().Select(name => name.GetString())));
        var operations = await host.JsonAsync($"/lumen/api/operations?service=late&{window}");
        Assert.Equal(services.Contains("late", StringComparison.Ordinal) ? 1 : 0, operations.GetProperty("operations").GetArrayLength());
    }

    [Fact]
    public async Task Services_OfAWindowThatEndsBeforeItBegins_AreRefused()
    {
        await using var host = await LumenHost.StartAsync();
        var refusal = await host.RefusalAsync(
            "/lumen/api/services?from=1700000000000000001&to=1700000000000000000", HttpStatusCode.BadRequest);
        Assert.Contains("'from'", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Operations_WithoutService_NamesTheParameter()
    {
        await using var host = await LumenHost.StartAsync();
        Assert.Contains("'service'", await host.RefusalAsync("/lumen/api/operations", HttpStatusCode.BadRequest), StringComparison.Ordinal);
    }
}
