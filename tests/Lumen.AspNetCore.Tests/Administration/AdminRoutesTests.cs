using System.Net;
using System.Text;
using Lumen.AspNetCore.Tests.Hosting;
using Lumen.Storage;
using Lumen.Storage.Conformance;
using Lumen.TestKit;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Lumen.AspNetCore.Tests.Administration;

public sealed class AdminRoutesTests
{
    private const string Trace = "/lumen/api/traces/00000000000000000000000000000007";
    private static readonly TraceId Id = new(0, 7);

    [Fact]
    public async Task Delete_ByWhomAPolicyNames_RemovesTheTrace()
    {
        var store = new ReferenceTraceStore();
        await using var host = await StartAsync(store);
        await WriteAsync(store);
        Assert.Equal(HttpStatusCode.NoContent, await SendAsync(host, HttpMethod.Delete, Trace));
        Assert.Null(await store.FindTraceAsync(Id, CancellationToken.None));
        Assert.Equal(HttpStatusCode.NotFound, await SendAsync(host, HttpMethod.Delete, Trace));
        Assert.Equal(HttpStatusCode.BadRequest, await SendAsync(host, HttpMethod.Delete, "/lumen/api/traces/zz"));
    }

    [Fact]
    public async Task Pin_ByWhomAPolicyNames_IsListedUntilItIsTakenAway()
    {
        var store = new ReferenceTraceStore();
        await using var host = await StartAsync(store);
        Assert.Equal(HttpStatusCode.NotFound, await SendAsync(host, HttpMethod.Put, $"{Trace}/pin"));
        await WriteAsync(store);
        Assert.Equal(HttpStatusCode.NoContent, await SendAsync(host, HttpMethod.Put, $"{Trace}/pin"));
        var pins = (await host.JsonAsync("/lumen/api/pins")).GetProperty("pins");
        Assert.Equal(Id.ToString(), Assert.Single(pins.EnumerateArray()).GetProperty("traceId").GetString());
        Assert.Equal(HttpStatusCode.NoContent, await SendAsync(host, HttpMethod.Delete, $"{Trace}/pin"));
        Assert.Equal(HttpStatusCode.NotFound, await SendAsync(host, HttpMethod.Delete, $"{Trace}/pin"));
        Assert.NotNull(await store.FindTraceAsync(Id, CancellationToken.None));
    }

    [Fact]
    public async Task Change_WithoutJsonOrTheHeader_IsRefusedAndChangesNothing()
    {
        var store = new ReferenceTraceStore();
        await using var host = await StartAsync(store);
        await WriteAsync(store);
        using var plain = await host.Client.DeleteAsync(Trace);
        var sentence = await LumenHost.RefusalAsync(plain, HttpStatusCode.UnsupportedMediaType);
        Assert.Contains("x-lumen-change", sentence, StringComparison.Ordinal);
        using var form = new HttpRequestMessage(HttpMethod.Delete, Trace) { Content = new StringContent("a", Encoding.UTF8, "text/plain") };
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await host.Client.SendAsync(form)).StatusCode);
        Assert.NotNull(await store.FindTraceAsync(Id, CancellationToken.None));
        using var json = new HttpRequestMessage(HttpMethod.Delete, Trace)
        {
            Content = new StringContent("{}", Encoding.UTF8, "application/json"),
        };
        Assert.Equal(HttpStatusCode.NoContent, (await host.Client.SendAsync(json)).StatusCode);
    }

    [Theory]
    [InlineData("Development")]
    [InlineData("Production")]
    public async Task Administration_WithoutAPolicy_IsClosedToEverybody(string environment)
    {
        var store = new ReferenceTraceStore();
        await using var host = await LumenHost.StartAsync(
            app =>
            {
                var lumen = app.MapLumen();
                lumen.AllowAnonymous();
                lumen.Admin.AllowAnonymous();
            },
            environment,
            services => Register(services, store));
        await WriteAsync(store);
        using var delete = new HttpRequestMessage(HttpMethod.Delete, Trace) { Headers = { { "x-lumen-change", "1" } } };
        using var refused = await host.Client.SendAsync(delete);
        var sentence = await LumenHost.RefusalAsync(refused, HttpStatusCode.Forbidden);
        Assert.Contains("app.MapLumen().Admin.RequireAuthorization()", sentence, StringComparison.Ordinal);
        await host.RefusalAsync("/lumen/api/pins", HttpStatusCode.Forbidden);
        Assert.NotNull(await store.FindTraceAsync(Id, CancellationToken.None));
        // The query API beside it stays as open as it was said to be.
        Assert.NotEqual(HttpStatusCode.Forbidden, (await host.Client.GetAsync(Trace)).StatusCode);
    }

    [Fact]
    public async Task Administration_WithAPolicy_RefusesWhoIsNotNamed()
    {
        var store = new ReferenceTraceStore();
        await using var host = await StartAsync(store);
        host.Client.DefaultRequestHeaders.Remove(HeaderUsers.Header);
        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(host, HttpMethod.Delete, Trace));
    }

    [Fact]
    public async Task Backup_OfAStoreOfAnotherKind_SaysSo()
    {
        await using var host = await StartAsync(new ReferenceTraceStore());
        using var post = new HttpRequestMessage(HttpMethod.Post, "/lumen/api/backups") { Headers = { { "x-lumen-change", "1" } } };
        using var refused = await host.Client.SendAsync(post);
        Assert.Contains("reference", await LumenHost.RefusalAsync(refused, HttpStatusCode.Conflict), StringComparison.Ordinal);
    }

    private static Task<LumenHost> StartAsync(ReferenceTraceStore store) => StartAsync(services => Register(services, store));

    private static async Task<LumenHost> StartAsync(Action<IServiceCollection> services)
    {
        var host = await LumenHost.StartAsync(
            app =>
            {
                app.UseAuthentication();
                app.UseAuthorization();
                app.MapLumen().Admin.RequireAuthorization();
            },
            services: collection =>
            {
                services(collection);
                collection.AddAuthorization();
                collection.AddAuthentication(HeaderUsers.SchemeName)
                    .AddScheme<AuthenticationSchemeOptions, HeaderUsers>(HeaderUsers.SchemeName, null);
            });
        host.Client.DefaultRequestHeaders.Add(HeaderUsers.Header, "ada");
        return host;
    }

    private static void Register(IServiceCollection services, ReferenceTraceStore store) =>
        services.AddSingleton(new TraceStoreRegistration("reference", IsDefault: false, _ => store));

    private static async Task<HttpStatusCode> SendAsync(LumenHost host, HttpMethod method, string address)
    {
        using var request = new HttpRequestMessage(method, address) { Headers = { { "x-lumen-change", "1" } } };
        using var response = await host.Client.SendAsync(request);
        return response.StatusCode;
    }

    private static async Task WriteAsync(ReferenceTraceStore store)
    {
        using var batch = new OtlpRequestBuilder().Resource("shop").Scope("library").Add(new SpanBuilder { TraceId = Id }).ToBatch();
        var outcomes = new WriteOutcome[1];
        await store.WriteAsync(new[] { batch }, outcomes, CancellationToken.None);
        Assert.Equal(WriteOutcome.Stored, outcomes[0]);
    }
}
