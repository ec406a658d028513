using System.Net;
using Grpc.Core;
using Lumen.AspNetCore.Tests.Hosting;
using Lumen.AspNetCore.Tests.Otlp;
using Lumen.Ingestion;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Lumen.AspNetCore.Tests.Access;

/// <summary>Who may send on the host's own address.</summary>
public sealed class SendAccessTests
{
    private const string Production = "Production";
    private const string Route = "/lumen/v1/traces";
    private static readonly (string, string) Key = ("Lumen:ApiKey", "the key");

    private readonly RecordingSink _sink = new();

    [Fact]
    public async Task Post_Development_IsOpenToLocalNames()
    {
        await using var host = await StartAsync(app => app.MapLumen(), "Development");

        Assert.Equal(HttpStatusCode.OK, await PostAsync(host));
        host.Client.DefaultRequestHeaders.Host = "evil.example";
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(host));
        Assert.Single(_sink.Requests);
    }

    [Fact]
    public async Task Post_ProductionAndNobodyNamed_RefusalSaysWhatToAdd()
    {
        await using var host = await StartAsync(app => app.MapLumen().AllowAnonymous(), Production);

        using var response = await host.Client.PostAsync(Route, HttpBodies.Protobuf([]));

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        var status = Protos.Status.Parser.ParseFrom(await response.Content.ReadAsByteArrayAsync());
        Assert.Equal((int)StatusCode.Unauthenticated, status.Code);
        Assert.Contains("app.MapLumen().Ingestion.RequireAuthorization()", status.Message, StringComparison.Ordinal);
        Assert.Contains("set Lumen:ApiKey", status.Message, StringComparison.Ordinal);
        Assert.Empty(_sink.Requests);
    }

    [Fact]
    public async Task Post_AnonymousAllowed_IsTaken()
    {
        await using var host = await StartAsync(app => app.MapLumen().Ingestion.AllowAnonymous(), Production);

        Assert.Equal(HttpStatusCode.OK, await PostAsync(host));
    }

    [Theory]
    [InlineData(Production)]
    [InlineData("Development")]
    public async Task Post_KeySet_IsForThoseWhoShowItInEveryEnvironment(string environment)
    {
        await using var host = await StartAsync(app => app.MapLumenIngestion(), environment, null, Key);

        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(host));
        host.Client.DefaultRequestHeaders.Add("x-api-key", "the key");
        Assert.Equal(HttpStatusCode.OK, await PostAsync(host));
    }

    [Fact]
    public async Task Post_KeySetAndRouteOutOfAuthorization_StillAsksForTheKey()
    {
        await using var host = await StartAsync(app => app.MapLumen().Ingestion.AllowAnonymous(), Production, AddFallbackPolicy, Key);

        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(host));
        host.Client.DefaultRequestHeaders.Add("Authorization", "Bearer the key");
        Assert.Equal(HttpStatusCode.OK, await PostAsync(host));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Post_AuthorizationOfTheHost_OnlyWhoIsAuthorized(bool byFallback)
    {
        await using var host = await StartAsync(
            app =>
            {
                app.UseAuthentication();
                app.UseAuthorization();
                var ingestion = app.MapLumen().Ingestion;
                if (!byFallback)
                {
                    ingestion.RequireAuthorization();
                }
            },
            Production,
            byFallback ? AddFallbackPolicy : AddHeaderUsers);

        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(host));
        host.Client.DefaultRequestHeaders.Add(HeaderUsers.Header, "ada");
        Assert.Equal(HttpStatusCode.OK, await PostAsync(host));
    }

    [Fact]
    public async Task Post_FallbackPolicyButAuthorizationNeverRuns_Refuses()
    {
        await using var host = await StartAsync(
            app =>
            {
                ((IApplicationBuilder)app).Properties["__AuthorizationMiddlewareSet"] = true;
                app.MapLumen();
            },
            Production,
            AddFallbackPolicy);
        host.Client.DefaultRequestHeaders.Add(HeaderUsers.Header, "ada");

        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(host));
    }

    private Task<LumenHost> StartAsync(
        Action<WebApplication> map, string environment, Action<IServiceCollection>? services = null, params (string, string)[] settings) =>
        MappedIngestion.StartAsync(_sink, map, environment, services, settings);

    private static async Task<HttpStatusCode> PostAsync(LumenHost host)
    {
        using var response = await host.Client.PostAsync(Route, HttpBodies.Protobuf([]));
        return response.StatusCode;
    }

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
