using System.Diagnostics;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Lumen.AspNetCore.Tests.Hosting;
using Lumen.TestKit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Lumen.AspNetCore.Tests.Routes;

public sealed class GuardedRoutesTests
{
    private const string Api = "/lumen/api/services";

    [Theory]
    [InlineData("POST")]
    [InlineData("DELETE")]
    [InlineData("OPTIONS")]
    public async Task Api_OtherMethod_405WithAllowAndSentence(string method)
    {
        await using var host = await LumenHost.StartAsync();
        using var response = await host.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), Api));
        Assert.Contains(method, await LumenHost.RefusalAsync(response, HttpStatusCode.MethodNotAllowed), StringComparison.Ordinal);
        Assert.Equal(["GET", "HEAD"], response.Content.Headers.Allow);
    }

    [Fact]
    public async Task Api_Head_AnsweredAsGet()
    {
        await using var host = await LumenHost.StartAsync();
        using var response = await host.Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, Api));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Api_UnknownAddress_404WithSentence()
    {
        await using var host = await LumenHost.StartAsync();
        Assert.Contains("openapi.json", await host.RefusalAsync("/lumen/api/no/such", HttpStatusCode.NotFound), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Api_StoreAway_503WithItsSentence()
    {
        await using var host = await LumenHost.StartAsync();
        host.Shelf.Unavailable = "The directory is locked by another process.";
        Assert.Equal("The directory is locked by another process.", await host.RefusalAsync(Api, HttpStatusCode.ServiceUnavailable));
    }

    [Fact]
    public async Task Api_AskerGoesAway_QuestionIsGivenUp()
    {
        await using var host = await LumenHost.StartAsync();
        host.Shelf.Gate = new TaskCompletionSource();
        using var patience = new CancellationTokenSource();
        var asking = host.Client.GetAsync(Api, patience.Token);
        await host.Shelf.Asked.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await patience.CancelAsync();
        await host.Shelf.GivenUp.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
    }

    [Theory]
    [InlineData("/lumen/api/services")]
    [InlineData("/lumen/api/traces?limit=0")]
    [InlineData("/lumen/api/no/such")]
    public async Task Api_AnyAnswer_CarriesSecurityHeaders(string address)
    {
        await using var host = await LumenHost.StartAsync();
        using var response = await host.Client.GetAsync(address);
        Assert.Equal(["nosniff"], response.Headers.GetValues("X-Content-Type-Options"));
        Assert.Equal(["no-referrer"], response.Headers.GetValues("Referrer-Policy"));
        Assert.True(response.Headers.CacheControl?.NoStore);
        Assert.Equal(
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; "
            + "base-uri 'self'; form-action 'none'; frame-ancestors 'none'",
            Assert.Single(response.Headers.GetValues("Content-Security-Policy")));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task Api_CompressionAccepted_CompressedOnceAlsoWhereTheHostCompresses(string coding)
    {
        await using var host = await LumenHost.StartAsync(
            app =>
            {
                app.UseResponseCompression();
                app.MapLumen();
            },
            services: services => services.AddResponseCompression(options => options.EnableForHttps = true));
        host.Shelf.Add(Enumerable.Range(1, 500).Select(number => new SpanBuilder().Build(OtlpMessages.Resource($"service-{number}"))));
        var plain = await host.Client.GetStringAsync(Api);

        var request = new HttpRequestMessage(HttpMethod.Get, Api);
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue(coding));
        using var response = await host.Client.SendAsync(request);
        Assert.Equal([coding], response.Content.Headers.ContentEncoding);
        var compressed = await response.Content.ReadAsByteArrayAsync();
        Assert.True(compressed.Length < plain.Length / 3);
        Assert.Equal(plain, Decompress(compressed, coding));
    }

    [Fact]
    public async Task Api_RequestTraced_ItsActivityIsNotRecorded()
    {
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Microsoft.AspNetCore",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(listener);
        var seen = new List<Activity>();
        await using var host = await LumenHost.StartAsync(app =>
        {
            app.Use(async (context, next) =>
            {
                var activity = context.Features.Get<IHttpActivityFeature>()?.Activity;
                Assert.NotNull(activity);
                Assert.True(activity is { Recorded: true, IsAllDataRequested: true });
                using var inner = new Activity("a middleware's own").Start();
                seen.AddRange(activity, inner);
                await next();
            });
            app.MapLumen();
        });
        await host.JsonAsync(Api);
        Assert.Equal(2, seen.Count);
        Assert.All(seen, activity => Assert.False(activity.Recorded || activity.IsAllDataRequested));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/deep/down/")]
    [InlineData("observe")]
    public async Task MapLumen_AnyPrefix_AnswersThere(string prefix)
    {
        await using var host = await LumenHost.StartAsync(app => app.MapLumen(prefix));
        await host.JsonAsync($"/{prefix.Trim('/')}/api/services".Replace("//", "/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task MapLumen_InGroupBelowPathBase_AnswersThere()
    {
        await using var host = await LumenHost.StartAsync(app =>
        {
            app.UsePathBase("/base");
            app.UseRouting();
            app.MapGroup("/group").MapLumen();
        });
        await host.JsonAsync("/base/group/lumen/api/services");
    }

    [Fact]
    public async Task MapLumen_HostsOwnRoutes_StayItsOwn()
    {
        await using var host = await LumenHost.StartAsync(app =>
        {
            app.MapLumen("/");
            app.MapGet("/api/orders", () => "orders");
            app.MapPost("/", () => "posted");
        });
        Assert.Equal("orders", await host.Client.GetStringAsync("/api/orders"));
        using var posted = await host.Client.PostAsync("/", null);
        Assert.Equal("posted", await posted.Content.ReadAsStringAsync());
    }

    private static string Decompress(byte[] compressed, string coding)
    {
        using var source = new MemoryStream(compressed);
        using Stream plain = coding == "br"
            ? new BrotliStream(source, CompressionMode.Decompress)
            : new GZipStream(source, CompressionMode.Decompress);
        using var reader = new StreamReader(plain, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
