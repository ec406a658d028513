using System.Net;
using Lumen.AspNetCore.Tests.Hosting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Lumen.AspNetCore.Tests.Access;

public sealed class LookAccessTests
{
    private const string Production = "Production";
    private const string Api = "/lumen/api/services";

    [Fact]
    public async Task Api_ProductionAndNobodyNamed_RefusalSaysWhatToAdd()
    {
        await using var host = await LumenHost.StartAsync(environment: Production);
        var refusal = await host.RefusalAsync(Api, HttpStatusCode.Forbidden);
        Assert.Contains("app.MapLumen().RequireAuthorization()", refusal, StringComparison.Ordinal);
        Assert.Contains("app.MapLumen().AllowAnonymous()", refusal, StringComparison.Ordinal);
        Assert.False(host.Shelf.Asked.Task.IsCompleted);
    }

    [Fact]
    public async Task Api_ProductionAndTheHostHasAdviceOfItsOwn_RefusalGivesThatAlone()
    {
        await using var host = await LumenHost.StartAsync(
            app => app.MapLumen().WithMetadata(new LumenAccessAdvice("set Shop__Traces=Open")), Production);
        var refusal = await host.RefusalAsync(Api, HttpStatusCode.Forbidden);
        Assert.EndsWith("set Shop__Traces=Open.", refusal, StringComparison.Ordinal);
        Assert.DoesNotContain("app.MapLumen", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Api_ProductionAndAnonymousAllowed_Answers()
    {
        await using var host = await LumenHost.StartAsync(app => app.MapLumen().AllowAnonymous(), Production);
        await host.JsonAsync(Api);
    }

    [Fact]
    public async Task Api_AuthorizationRequired_OnlyWhoIsAuthorized()
    {
        await using var host = await LumenHost.StartAsync(
            app =>
            {
                app.UseAuthentication();
                app.UseAuthorization();
                app.MapLumen().RequireAuthorization();
            },
            Production,
            AddHeaderUsers);
        Assert.Equal(HttpStatusCode.Unauthorized, (await host.Client.GetAsync(Api)).StatusCode);
        host.Client.DefaultRequestHeaders.Add(HeaderUsers.Header, "ada");
        await host.JsonAsync(Api);
    }

    [Fact]
    public async Task Api_FallbackPolicyEnforced_OnlyWhoIsAuthorized()
    {
        await using var host = await LumenHost.StartAsync(
            app =>
            {
                app.UseAuthentication();
                app.UseAuthorization();
                app.MapLumen();
            },
            Production,
            AddFallbackPolicy);
        Assert.Equal(HttpStatusCode.Unauthorized, (await host.Client.GetAsync(Api)).StatusCode);
        host.Client.DefaultRequestHeaders.Add(HeaderUsers.Header, "ada");
        await host.JsonAsync(Api);
    }

    [Fact]
    public async Task Api_FallbackPolicyButAuthorizationNeverRuns_Refuses()
    {
        await using var host = await LumenHost.StartAsync(MapWithoutAuthorization, Production, AddFallbackPolicy);
        host.Client.DefaultRequestHeaders.Add(HeaderUsers.Header, "ada");
        Assert.Contains("closed outside Development", await host.RefusalAsync(Api, HttpStatusCode.Forbidden), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Api_AuthorizationRunsBeforeRouting_Refuses()
    {
        await using var host = await LumenHost.StartAsync(
            app =>
            {
                // It does not know the endpoint yet, so it cannot have judged whether the endpoint may be used.
                SuppressAutomaticAuthorization(app);
                app.UseAuthentication();
                app.UseAuthorization();
                app.UseRouting();
                app.MapLumen();
            },
            Production,
            AddFallbackPolicy);
        host.Client.DefaultRequestHeaders.Add(HeaderUsers.Header, "ada");
        await host.RefusalAsync(Api, HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Api_PolicyRequiredButItsCheckIsSuppressed_Refuses()
    {
        await using var host = await LumenHost.StartAsync(
            app =>
            {
                SuppressAutomaticAuthorization(app);
                app.MapLumen().RequireAuthorization();
            },
            Production,
            services =>
            {
                AddHeaderUsers(services);
                services.Configure<RouteOptions>(options => options.SuppressCheckForUnhandledSecurityMetadata = true);
            });
        Assert.Contains("app.UseAuthorization()", await host.RefusalAsync(Api, HttpStatusCode.Forbidden), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ingestion_ConventionOfThePage_DoesNotApply()
    {
        await using var host = await LumenHost.StartAsync(
            app =>
            {
                var lumen = app.MapLumen();
                lumen.Add(endpoint => endpoint.Metadata.Add("look"));
                lumen.Ingestion.Add(endpoint => endpoint.Metadata.Add("send"));
                lumen.Admin.Add(endpoint => endpoint.Metadata.Add("administer"));
            });
        var endpoints = host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText!.StartsWith("/lumen/api", StringComparison.Ordinal)).ToList();
        var administration = endpoints.Where(endpoint => endpoint.Metadata.OfType<string>().Contains("administer")).ToList();
        Assert.Equal(5, administration.Count);
        Assert.All(administration, endpoint => Assert.DoesNotContain("look", endpoint.Metadata.OfType<string>()));
        var look = endpoints.Except(administration).ToList();
        Assert.NotEmpty(look);
        Assert.All(look, endpoint =>
        {
            Assert.Contains("look", endpoint.Metadata.OfType<string>());
            Assert.DoesNotContain("send", endpoint.Metadata.OfType<string>());
        });
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("localhost:5000")]
    [InlineData("shop.localhost")]
    [InlineData("127.0.0.1")]
    [InlineData("127.8.8.8:80")]
    [InlineData("[::1]:5000")]
    public async Task Api_DevelopmentAndLoopbackName_Answers(string name)
    {
        await using var host = await LumenHost.StartAsync();
        host.Client.DefaultRequestHeaders.Host = name;
        await host.JsonAsync(Api);
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("localhost.evil.example")]
    [InlineData("evillocalhost")]
    [InlineData("192.168.1.20")]
    [InlineData("[fe80::1]")]
    public async Task Api_DevelopmentAndForeignName_Refuses(string name)
    {
        await using var host = await LumenHost.StartAsync();
        host.Client.DefaultRequestHeaders.Host = name;
        Assert.Contains("AllowedHosts", await host.RefusalAsync(Api, HttpStatusCode.Forbidden), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Api_DevelopmentAndConfiguredName_Answers()
    {
        await using var host = await LumenHost.StartAsync(settings: ("AllowedHosts", "devbox;*.devbox.example;localhost"));
        foreach (var name in new[] { "devbox", "my.devbox.example:8080", "localhost" })
        {
            host.Client.DefaultRequestHeaders.Host = name;
            await host.JsonAsync(Api);
        }
    }

    [Fact]
    public async Task Api_DevelopmentAndTemplateAllowsEveryHost_ForeignNameStillRefused()
    {
        await using var host = await LumenHost.StartAsync(settings: ("AllowedHosts", "*"));
        host.Client.DefaultRequestHeaders.Host = "evil.example";
        await host.RefusalAsync(Api, HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Api_DevelopmentAndAnonymousAllowed_HostsWordCountsForEveryName()
    {
        await using var host = await LumenHost.StartAsync(app => app.MapLumen().AllowAnonymous());
        host.Client.DefaultRequestHeaders.Host = "devbox";
        await host.JsonAsync(Api);
    }

    [Fact]
    public async Task Api_CrossOriginAllowedByConvention_PreflightAndAnswer()
    {
        await using var host = await LumenHost.StartAsync(
            app =>
            {
                app.UseCors();
                app.MapLumen().RequireCors(policy => policy.WithOrigins("https://grafana.example"));
            },
            services: services => services.AddCors());
        host.Client.DefaultRequestHeaders.Add("Origin", "https://grafana.example");
        using var preflight = new HttpRequestMessage(HttpMethod.Options, Api);
        preflight.Headers.Add("Access-Control-Request-Method", "GET");
        using var allowed = await host.Client.SendAsync(preflight);
        Assert.Equal(HttpStatusCode.NoContent, allowed.StatusCode);
        using var answer = await host.Client.GetAsync(Api);
        Assert.Equal(["https://grafana.example"], answer.Headers.GetValues("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task Map_ServicesMissing_SaysWhatToCall()
    {
        var application = WebApplication.CreateSlimBuilder().Build();
        await using (application)
        {
            var exception = Assert.Throws<InvalidOperationException>(() => application.MapLumen());
            Assert.Contains("AddLumen()", exception.Message, StringComparison.Ordinal);
        }
    }

    private static void MapWithoutAuthorization(WebApplication app)
    {
        SuppressAutomaticAuthorization(app);
        app.MapLumen();
    }

    // WebApplication adds the middleware where authorization services are registered, unless it thinks that the application did; hosts
    // built on the generic host have no such help.
    private static void SuppressAutomaticAuthorization(WebApplication app) =>
        ((IApplicationBuilder)app).Properties["__AuthorizationMiddlewareSet"] = true;

    private static void AddHeaderUsers(IServiceCollection services)
    {
        services.AddAuthentication(HeaderUsers.SchemeName)
            .AddScheme<AuthenticationSchemeOptions, HeaderUsers>(HeaderUsers.SchemeName, null);
        services.AddAuthorization();
    }

    private static void AddFallbackPolicy(IServiceCollection services)
    {
        AddHeaderUsers(services);
        services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
    }
}
