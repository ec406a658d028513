using System.Net;
using System.Text;
using Lumen.AspNetCore.Tests.Hosting;
using Lumen.AspNetCore.Tests.Otlp;
using Lumen.Ingestion;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Lumen.AspNetCore.Tests.Zipkin;

public sealed class ZipkinRouteTests
{
    private const string Route = "/lumen/zipkin/api/v2/spans";
    private const string Span = """[{"traceId":"1","id":"2"}]""";

    private readonly RecordingSink _sink = new();

    [Fact]
    public async Task MapLumen_Alone_TakesNoZipkin()
    {
        await using var host = await MappedIngestion.StartAsync(_sink, app => app.MapLumen());

        using var response = await PostAsync(host, Span);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Empty(_sink.Requests);
    }

    [Fact]
    public async Task MapLumenZipkin_List_ReachesTheSinkAsProtobuf()
    {
        await using var host = await StartAsync();

        using var response = await PostAsync(host, Span);

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        var (body, format) = Assert.Single(_sink.Requests);
        Assert.Equal(OtlpFormat.Protobuf, format);
        var span = ExportRequests.Message(body).ResourceSpans.Single().ScopeSpans.Single().Spans.Single();
        Assert.Equal("0000000000000002", Convert.ToHexString(span.SpanId.Span));
        Assert.Equal(0, _sink.BytesHeld);
    }

    [Theory]
    [InlineData("application/x-protobuf")]
    [InlineData("application/x-thrift")]
    public async Task MapLumenZipkin_OtherFormat_Is415(string contentType)
    {
        await using var host = await StartAsync();

        using var response = await PostAsync(host, Span, contentType);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
        Assert.Contains("application/json", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task MapLumenZipkin_OtherMethod_Is405WithAllow()
    {
        await using var host = await StartAsync();

        using var response = await host.Client.GetAsync(Route);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Equal("POST", Assert.Single(response.Content.Headers.Allow));
    }

    [Fact]
    public async Task MapLumenZipkin_OutsideDevelopment_Is401UntilSomebodyIsNamed()
    {
        await using var closed = await MappedIngestion.StartAsync(_sink, app => app.MapLumenZipkin(), "Production");
        await using var open = await MappedIngestion.StartAsync(_sink, app => app.MapLumenZipkin().AllowAnonymous(), "Production");

        using var refused = await PostAsync(closed, Span);
        using var taken = await PostAsync(open, Span);

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.Accepted), (refused.StatusCode, taken.StatusCode));
        Assert.Contains("app.MapLumenZipkin()", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("secret", HttpStatusCode.Accepted)]
    [InlineData("wrong", HttpStatusCode.Unauthorized)]
    public async Task MapLumenZipkin_WithAKey_IsOpenToWhoShowsIt(string shown, HttpStatusCode expected)
    {
        await using var host = await MappedIngestion.StartAsync(
            _sink, app => app.MapLumenZipkin(), "Production", null, ("Lumen:ApiKey", "secret"));
        host.Client.DefaultRequestHeaders.Add("x-api-key", shown);

        using var response = await PostAsync(host, Span);

        Assert.Equal(expected, response.StatusCode);
    }

    [Fact]
    public async Task MapLumenZipkin_Full_Is503WithRetryAfter()
    {
        _sink.Answer = _ => ValueTask.FromResult(new SpanSinkResult(SpanSinkOutcome.Refused, 0, "full", TimeSpan.FromMilliseconds(1_200)));
        await using var host = await StartAsync();

        using var response = await PostAsync(host, Span);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "full"), (response.StatusCode, await response.Content.ReadAsStringAsync()));
        Assert.Equal(TimeSpan.FromSeconds(2), response.Headers.RetryAfter!.Delta);
    }

    [Fact]
    public async Task MapLumenZipkin_FullBeforehand_IsRefusedUnread()
    {
        _sink.IsFull = true;
        await using var host = await StartAsync();

        using var response = await PostAsync(host, "no JSON at all");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal(SpanSinkOutcome.Refused, Assert.Single(_sink.Refusals).Outcome);
        Assert.Equal(0, _sink.BytesHeld);
    }

    [Theory]
    [InlineData(1_000, HttpStatusCode.Accepted, false)]
    [InlineData(20_000, HttpStatusCode.RequestEntityTooLarge, false)]
    [InlineData(2_000_000, HttpStatusCode.RequestEntityTooLarge, true)]
    public async Task MapLumenZipkin_Size_IsBoundedBeforeAndAfterDecompression(int padding, HttpStatusCode expected, bool isGzip)
    {
        await using var host = await StartAsync(new IngestionOptions { MaxRequestBytes = 10_000 });
        var json = Encoding.UTF8.GetBytes($"[{new string(' ', padding)}]");
        using var content = new ByteArrayContent(isGzip ? ExportRequests.Gzip(json) : json);
        content.Headers.TryAddWithoutValidation("Content-Encoding", isGzip ? "gzip" : "identity");

        using var response = await host.Client.PostAsync(Route, content);

        Assert.Equal(expected, response.StatusCode);
        Assert.Equal(0, _sink.BytesHeld);
    }

    [Fact]
    public async Task MapLumenZipkin_NoRoomForWhatJsonBecomes_IsRefusedForNow()
    {
        var tight = new RecordingSink(capacity: 40 * 1024);
        await using var host = await MappedIngestion.StartAsync(tight, app => app.MapLumenZipkin());
        var spans = string.Join(',', Enumerable.Repeat("""{"traceId":"1","id":"2","tags":{"key":"some value"}}""", 600));

        using var response = await PostAsync(host, $"[{spans}]");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal((0, 0), (tight.Requests.Count, tight.BytesHeld));
    }

    private Task<LumenHost> StartAsync(IngestionOptions? options = null) => MappedIngestion.StartAsync(
        _sink, app => app.MapLumenZipkin(), services: services => services.AddSingleton(options ?? new IngestionOptions()));

    private static async Task<HttpResponseMessage> PostAsync(LumenHost host, string json, string contentType = "application/json")
    {
        using var content = new StringContent(json, Encoding.UTF8, contentType);
        return await host.Client.PostAsync(Route, content);
    }
}
