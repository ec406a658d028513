using System.Net;
using System.Text;
using System.Text.Json;
using Lumen.AspNetCore.Tests.Cases;
using Lumen.AspNetCore.Tests.Otlp;

namespace Lumen.AspNetCore.Tests.Zipkin;

/// <summary>Spans that come as Zipkin's JSON, asked for through the query API of a host that stores them.</summary>
public sealed class ZipkinApiTests(StoringHost host) : IClassFixture<StoringHost>
{
    private const string Route = "/lumen/zipkin/api/v2/spans";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Post_CallWithASharedId_IsOneTraceOfBothHalves()
    {
        using var response = await PostAsync(Call("5b8aa5a2d2c87234"));

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsStringAsync(Cancelled));
        var trace = await TraceAsync("00000000000000005b8aa5a2d2c87234");
        var analysis = trace.GetProperty("analysis");
        Assert.Equal(
            [("61e1d2a0c0ffee00", null), ("61e1d2a0c0ffee01", "61e1d2a0c0ffee00"), ("61e1d2a0c0ffee01#1", "61e1d2a0c0ffee01")],
            analysis.GetProperty("spans").EnumerateArray().Select(span =>
                (span.GetProperty("spanId").GetString()!, span.GetProperty("parent").GetString())));
        var codes = analysis.GetProperty("diagnostics").EnumerateArray().Select(item => item.GetProperty("code").GetString());
        Assert.Contains("SHARED_ID", codes);
    }

    [Fact]
    public async Task Post_Gzip_IsFoundWithAllThatItSays()
    {
        using var response = await PostAsync(Call("5b8aa5a2d2c87235"), isGzip: true);

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        var text = (await TraceAsync("00000000000000005b8aa5a2d2c87235")).GetRawText();
        foreach (var part in (string[])["\"stock\"", "http.path", "/items", "\"ws\"", "1700000000238000000", "10.0.0.2", "zipkin.shared"])
        {
            Assert.Contains(part, text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Post_OneBadSpan_TakesTheOthersAndSaysSo()
    {
        using var response = await PostAsync("""
            [{"traceId":"5b8aa5a2d2c87236","id":"1","name":"good","localEndpoint":{"serviceName":"shop"}},
             {"traceId":"not an id","id":"2","name":"bad"}]
            """);

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Contains("trace id", await response.Content.ReadAsStringAsync(Cancelled), StringComparison.OrdinalIgnoreCase);
        Assert.Single((await TraceAsync("00000000000000005b8aa5a2d2c87236")).GetProperty("spans").EnumerateArray());
    }

    [Theory]
    [InlineData("""[{"traceId":"0","id":"1"}]""")]
    [InlineData("""[{"traceId":"1","id":"0"},{"id":"3"}]""")]
    [InlineData("""{"traceId":"1","id":"1"}""")]
    [InlineData("[{]")]
    public async Task Post_NothingThatCanBeTaken_Is400WithASentence(string json)
    {
        using var response = await PostAsync(json);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.NotEmpty(await response.Content.ReadAsStringAsync(Cancelled));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("[ ]")]
    public async Task Post_EmptyList_IsTaken(string json)
    {
        using var response = await PostAsync(json);

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
    }

    private static string Call(string traceId) => $$$"""
        [{"traceId":"{{{traceId}}}","id":"61e1d2a0c0ffee00","kind":"SERVER","name":"get /","timestamp":1700000000100000,"duration":400000,
          "localEndpoint":{"serviceName":"shop"}},
         {"traceId":"{{{traceId}}}","parentId":"61e1d2a0c0ffee00","id":"61e1d2a0c0ffee01","kind":"CLIENT","name":"get",
          "timestamp":1700000000199000,"duration":207000,"localEndpoint":{"serviceName":"shop","ipv4":"10.0.0.1"},
          "remoteEndpoint":{"serviceName":"stock","ipv4":"10.0.0.2","port":9000},
          "annotations":[{"timestamp":1700000000238000,"value":"ws"}],"tags":{"http.path":"/items"}},
         {"traceId":"{{{traceId}}}","parentId":"61e1d2a0c0ffee00","id":"61e1d2a0c0ffee01","kind":"SERVER","name":"get /items",
          "timestamp":1700000000250000,"duration":100000,"localEndpoint":{"serviceName":"stock"},"shared":true}]
        """;

    private async Task<HttpResponseMessage> PostAsync(string json, bool isGzip = false)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        using var content = new ByteArrayContent(isGzip ? ExportRequests.Gzip(bytes) : bytes);
        content.Headers.TryAddWithoutValidation("Content-Type", "application/json; charset=utf-8");
        if (isGzip)
        {
            content.Headers.ContentEncoding.Add("gzip");
        }

        return await host.Client.PostAsync(Route, content, Cancelled);
    }

    private async Task<JsonElement> TraceAsync(string id)
    {
        using var response = await host.Client.GetAsync($"/lumen/api/traces/{id}", Cancelled);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        using var document = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(Cancelled));
        return document.RootElement.Clone();
    }
}
