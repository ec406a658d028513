namespace Microsoft.AspNetCore.Builder;

/// <summary>
/// What <c>MapLumen</c> mapped. Conventions on it (authorization, rate limits, ...) apply to the query API and the page, which people use;
/// <see cref="Ingestion"/> takes those of the routes that senders use.
/// </summary>
/// <remarks>
/// <c>{prefix}/api/health</c> takes the conventions too but stays open to everybody, as probes carry no credentials.
/// Not thread-safe: to be used while the application is put together, as every endpoint builder.
/// </remarks>
public sealed class LumenEndpointConventionBuilder : IEndpointConventionBuilder
{
    private readonly IEndpointConventionBuilder _look;

    internal LumenEndpointConventionBuilder(
        IEndpointConventionBuilder look, IEndpointConventionBuilder ingestion, IEndpointConventionBuilder admin)
    {
        _look = look;
        Ingestion = ingestion;
        Admin = admin;
    }

    /// <summary>The routes that take spans on the host's own address.</summary>
    public IEndpointConventionBuilder Ingestion { get; }

    /// <summary>
    /// The routes that change what is stored. They refuse everybody until a policy says for whom:
    /// <c>app.MapLumen().Admin.RequireAuthorization("operators")</c>. <c>AllowAnonymous</c> does not open them.
    /// </summary>
    public IEndpointConventionBuilder Admin { get; }

    /// <inheritdoc/>
    public void Add(Action<EndpointBuilder> convention) => _look.Add(convention);

    /// <inheritdoc/>
    public void Finally(Action<EndpointBuilder> finallyConvention) => _look.Finally(finallyConvention);
}
