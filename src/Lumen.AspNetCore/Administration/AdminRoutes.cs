using Lumen.AspNetCore.Access;
using Lumen.AspNetCore.Routes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Lumen.AspNetCore.Administration;

/// <summary>The routes that change what is stored. They always need a policy of the host, in Development too.</summary>
internal static class AdminRoutes
{
    private static readonly RouteSurface Surface = new(ProblemDetails.WriteAsync, "no-store")
    {
        Methods = [HttpMethods.Get, HttpMethods.Head, HttpMethods.Put, HttpMethods.Post, HttpMethods.Delete],
        Subject = AccessSubject.Admin,
    };

    /// <summary>Maps the routes below the prefix of a group.</summary>
    internal static void Map(IEndpointRouteBuilder group)
    {
        var routes = new GuardedRoutes(group, Surface);
        routes.Map("api/traces/{id}", HttpMethods.Delete, Changing(TraceChanges.DeleteAsync));
        routes.Map("api/traces/{id}/pin", HttpMethods.Put, Changing(TraceChanges.PinAsync));
        routes.Map("api/traces/{id}/pin", HttpMethods.Delete, Changing(TraceChanges.UnpinAsync));
        routes.Map("api/pins", HttpMethods.Get, TraceChanges.ListPinsAsync);
        routes.Map("api/backups", HttpMethods.Post, Changing(StoreBackups.MakeAsync));
    }

    /// <summary>
    /// Demands what a page of another site cannot send without being asked whether it may: a JSON content type, or a header of our own.
    /// </summary>
    private static RouteWork Changing(RouteWork work) => context =>
        IsJson(context.Request) || context.Request.Headers.ContainsKey(ChangeHeader)
            ? work(context)
            : Task.FromResult<Refusal?>(new Refusal(
                StatusCodes.Status415UnsupportedMediaType,
                "This address changes what is stored: send it with Content-Type: application/json, or with the header "
                + $"{ChangeHeader}: 1."));

    /// <summary>The header of our own.</summary>
    internal const string ChangeHeader = "x-lumen-change";

    private static bool IsJson(HttpRequest request) =>
        request.GetTypedHeaders().ContentType?.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase) == true;
}
