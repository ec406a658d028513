using Lumen.AspNetCore.Routes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Lumen.AspNetCore.PageServing;

/// <summary>The page: one document for every address of it that a person may reload or share, and the files it loads.</summary>
internal static class PageRoutes
{
    // Asked again each time, and answered 304 while nothing changed: an update of the host is seen at once.
    private const string Revalidate = "no-cache";

    /// <summary>Maps the routes below the prefix of a group.</summary>
    internal static void Map(IEndpointRouteBuilder group)
    {
        var documents = new GuardedRoutes(group, new RouteSurface(RefusalPage.WriteAsync, Revalidate));
        documents.Map("", static context => WriteIndexAsync(context, depth: 0));
        documents.Map("status", static context => WriteIndexAsync(context, depth: 1));
        documents.Map("trace/{id}", static context => WriteIndexAsync(context, depth: 2));

        var assets = new GuardedRoutes(group, new RouteSurface(ProblemDetails.WriteAsync, Revalidate));
        assets.Map("assets/{**path}", WriteAssetAsync);
    }

    private static async Task<Refusal?> WriteIndexAsync(HttpContext context, int depth)
    {
        context.Response.ContentType = "text/html; charset=utf-8";
        await context.Response.WriteAsync(PageFiles.Index.At(PageMount.Of(context.Request, depth)), context.RequestAborted);
        return null;
    }

    private static async Task<Refusal?> WriteAssetAsync(HttpContext context)
    {
        var path = context.Request.RouteValues["path"] as string ?? string.Empty;
        if (PageFiles.FindAsset(path) is not { } file)
        {
            return Refusal.NotFound("The page has no such file; reload the page.");
        }

        await TypedResults.Bytes(file.Content, file.ContentType, entityTag: file.EntityTag).ExecuteAsync(context);
        return null;
    }
}
