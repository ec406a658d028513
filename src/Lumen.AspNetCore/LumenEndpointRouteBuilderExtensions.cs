using System.Diagnostics.CodeAnalysis;
using Lumen.AspNetCore.Capture;
using Lumen.AspNetCore.Administration;
using Lumen.AspNetCore.Jaeger;
using Lumen.AspNetCore.Otlp;
using Lumen.AspNetCore.PageServing;
using Lumen.AspNetCore.Query;
using Lumen.AspNetCore.Zipkin;
using Lumen.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps Lumen into an ASP.NET Core application. All of it works under a path base, in route groups and behind a proxy.</summary>
public static class LumenEndpointRouteBuilderExtensions
{
    /// <summary>Where Lumen is mounted unless it is said: <c>/lumen</c>.</summary>
    public const string DefaultPrefix = "/lumen";

    /// <summary>
    /// Maps everything: the page at <c>{prefix}/</c>, the query API and administration at <c>{prefix}/api</c>, and ingestion at
    /// <c>{prefix}/v1/traces</c> (OTLP/HTTP) and at gRPC's own path.
    /// </summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="prefix">Where to mount it; <c>/</c> for the root.</param>
    /// <returns>
    /// A builder whose conventions apply to the query API and the page, with handles of their own for ingestion and administration.
    /// </returns>
    /// <exception cref="InvalidOperationException"><c>AddLumen</c> was not called on the services.</exception>
    /// <remarks>
    /// Outside Development each part refuses with a sentence until the host has said who may use it:
    /// <c>app.MapLumen().RequireAuthorization()</c>, <c>.AllowAnonymous()</c>, or a fallback policy. In Development it answers by local
    /// names, and by those in the setting <c>AllowedHosts</c>.
    /// </remarks>
    public static LumenEndpointConventionBuilder MapLumen(
        this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string prefix = DefaultPrefix)
    {
        var look = Group(endpoints, prefix);
        RequestActivities.DescribeWhenStarted(endpoints.ServiceProvider);
        QueryRoutes.Map(look);
        PageRoutes.Map(look);
        return new LumenEndpointConventionBuilder(look, IngestionRoutes.Map(endpoints, prefix), endpoints.MapLumenAdmin(prefix));
    }

    /// <summary>
    /// Maps ingestion alone: OTLP/HTTP at <c>{prefix}/v1/traces</c>, and OTLP/gRPC at its own path, which has no prefix. Clear-text gRPC
    /// needs a port of its own: see <c>AddLumenOtlpListener</c>.
    /// </summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="prefix">Where to mount it; <c>/</c> for the root.</param>
    /// <returns>A builder for conventions of its routes.</returns>
    /// <exception cref="InvalidOperationException"><c>AddLumen</c> was not called on the services.</exception>
    public static IEndpointConventionBuilder MapLumenIngestion(
        this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string prefix = DefaultPrefix)
    {
        RequireLumen(endpoints, prefix);
        return IngestionRoutes.Map(endpoints, prefix);
    }

    /// <summary>Maps the query API alone, at <c>{prefix}/api</c>.</summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="prefix">Where to mount it; <c>/</c> for the root.</param>
    /// <returns>A builder for conventions of its routes.</returns>
    /// <exception cref="InvalidOperationException"><c>AddLumen</c> was not called on the services.</exception>
    public static IEndpointConventionBuilder MapLumenQuery(
        this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string prefix = DefaultPrefix)
    {
        var group = Group(endpoints, prefix);
        RequestActivities.DescribeWhenStarted(endpoints.ServiceProvider);
        QueryRoutes.Map(group);
        return group;
    }

    /// <summary>Maps the page alone, at <c>{prefix}/</c>. It asks the query API of the same prefix.</summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="prefix">Where to mount it; <c>/</c> for the root.</param>
    /// <returns>A builder for conventions of its routes.</returns>
    /// <exception cref="InvalidOperationException"><c>AddLumen</c> was not called on the services.</exception>
    public static IEndpointConventionBuilder MapLumenUI(
        this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string prefix = DefaultPrefix)
    {
        var group = Group(endpoints, prefix);
        PageRoutes.Map(group);
        return group;
    }

    /// <summary>
    /// Maps administration alone: deleting and pinning traces, and backups, at <c>{prefix}/api</c>. Everybody is refused, in Development
    /// too, until a policy says for whom: <c>app.MapLumenAdmin().RequireAuthorization("operators")</c>.
    /// </summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="prefix">Where to mount it; <c>/</c> for the root.</param>
    /// <returns>A builder for conventions of its routes.</returns>
    /// <exception cref="InvalidOperationException"><c>AddLumen</c> was not called on the services.</exception>
    public static IEndpointConventionBuilder MapLumenAdmin(
        this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string prefix = DefaultPrefix)
    {
        var group = Group(endpoints, prefix);
        AdminRoutes.Map(group);
        return group;
    }

    /// <summary>
    /// Maps the reading half of Jaeger's HTTP API, version 3, for tools that speak it: services, operations, traces, traces by id and trace
    /// summaries, at <c>{prefix}/api/v3</c>. Not part of <see cref="MapLumen"/>; guarded as the query API is.
    /// </summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="prefix">Where to mount it; what a tool is given as Jaeger's address.</param>
    /// <returns>A builder for conventions of its routes.</returns>
    /// <exception cref="InvalidOperationException"><c>AddLumen</c> was not called on the services.</exception>
    public static IEndpointConventionBuilder MapLumenJaeger(
        this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string prefix = $"{DefaultPrefix}/jaeger")
    {
        var group = Group(endpoints, prefix);
        JaegerRoutes.Map(group);
        return group;
    }

    /// <summary>
    /// Maps the receiving half of Zipkin's API, version 2: spans in JSON are taken at <c>POST {prefix}/api/v2/spans</c>, plain or gzip. Not
    /// part of <see cref="MapLumen"/>; guarded and bounded as ingestion is.
    /// </summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="prefix">Where to mount it; what comes before <c>/api/v2/spans</c> in the address that senders are given.</param>
    /// <returns>A builder for conventions of its routes.</returns>
    /// <exception cref="InvalidOperationException"><c>AddLumen</c> was not called on the services.</exception>
    public static IEndpointConventionBuilder MapLumenZipkin(
        this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string prefix = $"{DefaultPrefix}/zipkin")
    {
        var group = Group(endpoints, prefix);
        ZipkinRoutes.Map(group);
        return group;
    }

    private static RouteGroupBuilder Group(IEndpointRouteBuilder endpoints, string prefix)
    {
        RequireLumen(endpoints, prefix);
        var group = endpoints.MapGroup(prefix);
        // The host's own OpenAPI document describes the host's own API.
        group.ExcludeFromDescription();
        return group;
    }

    private static void RequireLumen(IEndpointRouteBuilder endpoints, string prefix)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(prefix);

        // Asked for, not resolved: nothing is constructed before the host starts.
        if (endpoints.ServiceProvider.GetService<IServiceProviderIsService>()?.IsService(typeof(ITraceReader)) == false)
        {
            throw new InvalidOperationException("Lumen's services are missing: call builder.Services.AddLumen() before mapping Lumen.");
        }
    }
}
