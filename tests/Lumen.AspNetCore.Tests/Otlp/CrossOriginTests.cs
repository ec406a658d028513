using System.Net;
using Lumen.AspNetCore.Tests.Hosting;
using Lumen.AspNetCore.Tests.Listener;
using Lumen.Hosting;
using Lumen.Ingestion;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Lumen.AspNetCore.Tests.Otlp;

/// <summary>What browsers ask before and after a page of another origin sends spans.</summary>
public sealed class CrossOriginTests
{
    private const string Page = "https://app.example.com";

    [Fact]
    public async Task Preflight_OfAnAllowedOrigin_IsAnsweredWithoutAKey()
    {
        await using var server = await StartAsync();
        using var answer = await server.Http.SendAsync(Preflight(Page));
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Equal(Page, Header(answer, "Access-Control-Allow-Origin"));
        Assert.Equal("POST", Header(answer, "Access-Control-Allow-Methods"));
        Assert.Equal("content-type,x-api-key", Header(answer, "Access-Control-Allow-Headers"));
        Assert.Equal("Origin", Header(answer, "Vary"));
        Assert.False(answer.Headers.Contains("Access-Control-Allow-Credentials"));
    }

    [Theory]
    [InlineData("https://app.example.com.evil.org")]
    [InlineData("null")]
    public async Task Preflight_OfAnotherOrigin_AllowsNothing(string origin)
    {
        await using var server = await StartAsync();
        using var answer = await server.Http.SendAsync(Preflight(origin));
        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Access-Control-Allow-Origin"));
        Assert.Equal("Origin", Header(answer, "Vary"));
    }

    [Fact]
    public async Task Preflight_WhereNoOriginIsAllowed_AllowsNothing()
    {
        await using var server = await ListenerUnderTest.StartAsync();
        using var answer = await server.Http.SendAsync(Preflight(Page));
        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Access-Control-Allow-Origin"));
        Assert.False(answer.Headers.Contains("Vary"));
    }

    [Theory]
    [InlineData("key", HttpStatusCode.OK)]
    [InlineData("wrong", HttpStatusCode.Unauthorized)]
    public async Task Post_OfAnAllowedOrigin_MayBeReadWhateverTheAnswer(string key, HttpStatusCode expected)
    {
        await using var server = await StartAsync();
        using var answer = await server.Http.SendAsync(Post(key, ExportRequests.Bytes(1)));
        Assert.Equal(expected, answer.StatusCode);
        AssertReadable(answer);
    }

    [Fact]
    public async Task Post_RefusedForNow_TellsThePageWhenToSendAgain()
    {
        await using var server = await StartAsync();
        server.Sink.Answer = _ => ValueTask.FromResult(
            new SpanSinkResult(SpanSinkOutcome.Refused, 0, "Full.", TimeSpan.FromSeconds(2)));
        using var answer = await server.Http.SendAsync(Post("key", ExportRequests.Bytes(1)));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.NotNull(answer.Headers.RetryAfter);
        AssertReadable(answer);
    }

    [Fact]
    public async Task MappedIngestion_ThatDemandsAUser_AnswersPreflightsAndNothingElseWithoutOne()
    {
        var sink = new RecordingSink();
        await using var host = await MappedIngestion.StartAsync(
            sink,
            app =>
            {
                app.UseAuthorization();
                app.MapLumen().Ingestion.RequireAuthorization();
            },
            "Production",
            services =>
            {
                services.AddAuthentication(HeaderUsers.SchemeName).AddScheme<AuthenticationSchemeOptions, HeaderUsers>(
                    HeaderUsers.SchemeName, null);
                services.AddAuthorization();
                services.Configure<LumenOptions>(options => options.CorsOrigins.Add(Page));
            });
        using var preflight = await host.Client.SendAsync(Preflight(Page, "/lumen/v1/traces"));
        Assert.Equal(HttpStatusCode.NoContent, preflight.StatusCode);
        Assert.Equal(Page, Header(preflight, "Access-Control-Allow-Origin"));
        using var plain = await host.Client.SendAsync(new HttpRequestMessage(HttpMethod.Options, "/lumen/v1/traces"));
        Assert.NotEqual(HttpStatusCode.OK, plain.StatusCode);
        using var post = await host.Client.SendAsync(Post("key", ExportRequests.Bytes(1), "/lumen/v1/traces"));
        Assert.Equal(HttpStatusCode.Unauthorized, post.StatusCode);
        Assert.Empty(sink.Requests);
    }

    private static Task<ListenerUnderTest> StartAsync()
    {
        var lumen = new LumenOptions { ApiKey = "key" };
        lumen.CorsOrigins.Add(Page);
        return ListenerUnderTest.StartAsync(lumen: lumen);
    }

    private static HttpRequestMessage Preflight(string origin, string path = "v1/traces") => new(HttpMethod.Options, path)
    {
        Headers =
        {
            { "Origin", origin }, { "Access-Control-Request-Method", "POST" },
            { "Access-Control-Request-Headers", "content-type,x-api-key" },
        },
    };

    private static HttpRequestMessage Post(string key, byte[] body, string path = "v1/traces") => new(HttpMethod.Post, path)
    {
        Headers = { { "Origin", Page }, { "x-api-key", key } },
        Content = HttpBodies.AsOtlp(new ByteArrayContent(body), gzip: false),
    };

    private static void AssertReadable(HttpResponseMessage answer)
    {
        Assert.Equal(Page, Header(answer, "Access-Control-Allow-Origin"));
        Assert.Equal("Retry-After", Header(answer, "Access-Control-Expose-Headers"));
        Assert.Equal("Origin", Header(answer, "Vary"));
    }

    private static string Header(HttpResponseMessage answer, string name) => Assert.Single(answer.Headers.GetValues(name));
}
