using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Lumen.AspNetCore.Access;

/// <summary>
/// The rule of who may use a mapped route: whom the host has named (authorization or anonymous metadata on the endpoint, or a fallback
/// policy), and in Development, where nobody is named, whoever comes by a local name.
/// </summary>
/// <remarks>
/// Authorization counts only when its middleware has seen this request: metadata or a policy that nobody enforces protects nothing.
/// </remarks>
internal static class EndpointAccess
{
    // The mark by which the authorization middleware tells the endpoint middleware that it ran with the endpoint known. Both are parts of
    // ASP.NET Core in different assemblies, so the name is as good as public.
    private const string AuthorizationRan = "__AuthorizationMiddlewareWithEndpointInvoked";

    internal static async ValueTask<AccessVerdict> JudgeAsync(HttpContext context, AccessSubject subject)
    {
        var metadata = context.GetEndpoint()?.Metadata;
        if (metadata?.GetMetadata<IAllowAnonymous>() is not null)
        {
            if (subject.NeedsPolicy)
            {
                return PolicyMissing(subject, metadata.GetMetadata<LumenAccessAdvice>());
            }

            // It takes the route out of the host's authorization; whoever set a key as well wants that instead.
            return subject.NeedsKey ? KeyMissing(subject) : AccessVerdict.Allowed;
        }

        var ran = context.Items.ContainsKey(AuthorizationRan);
        if (metadata?.GetMetadata<IAuthorizeData>() is not null)
        {
            return ran ? AccessVerdict.Allowed : NotEnforced(subject);
        }

        if (ran && await HasFallbackPolicyAsync(context))
        {
            return AccessVerdict.Allowed;
        }

        if (subject.NeedsKey)
        {
            return KeyMissing(subject);
        }

        if (subject.NeedsPolicy)
        {
            return PolicyMissing(subject, metadata?.GetMetadata<LumenAccessAdvice>());
        }

        if (!context.RequestServices.GetRequiredService<IHostEnvironment>().IsDevelopment())
        {
            return NobodyNamed(subject, metadata?.GetMetadata<LumenAccessAdvice>());
        }

        return LocalHosts.Contains(context) ? AccessVerdict.Allowed : NotLocal(context.Request.Host, subject);
    }

    private static async ValueTask<bool> HasFallbackPolicyAsync(HttpContext context)
    {
        var policies = context.RequestServices.GetService<IAuthorizationPolicyProvider>();
        return policies is not null && await policies.GetFallbackPolicyAsync() is not null;
    }

    private static AccessVerdict KeyMissing(AccessSubject subject) => new(
        $"{subject.Name} open to those who show the key of this server in the header x-api-key, or as Authorization: Bearer.");

    private static AccessVerdict PolicyMissing(AccessSubject subject, LumenAccessAdvice? own) => new(
        own is null
            ? $"{subject.Name} never open to everybody: add {subject.Builder}.RequireAuthorization() with a policy that says for whom."
            : $"{subject.Name} never open to everybody: {own.Advice}.");

    private static AccessVerdict NobodyNamed(AccessSubject subject, LumenAccessAdvice? own) => new(
        own is null
            ? $"{subject.Name} closed outside Development until the host says for whom: add {subject.Builder}.RequireAuthorization() or, "
                + $"for everybody who can reach this address, {subject.Builder}.AllowAnonymous(){subject.Alternative}."
            : $"{subject.Name} closed until it is said for whom: {own.Advice}.");

    private static AccessVerdict NotEnforced(AccessSubject subject) => new(
        $"{subject.Name} closed because nothing enforces the authorization that is demanded: call app.UseAuthorization() "
        + $"between app.UseRouting() and {subject.Builder}.");

    private static AccessVerdict NotLocal(HostString host, AccessSubject subject) => new(
        $"In Development {subject.Name} open to local names only, and '{host.Host}' is not one: use localhost, name the host in the "
        + $"setting AllowedHosts, or say for whom with {subject.Builder}.RequireAuthorization() or "
        + $"{subject.Builder}.AllowAnonymous().");
}
