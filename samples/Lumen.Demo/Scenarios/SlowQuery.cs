using Lumen.Demo.Shop;

namespace Lumen.Demo.Scenarios;

/// <summary>One database call that takes most of the request: it reads the whole table.</summary>
internal static class SlowQuery
{
    public static Task RunAsync(SimulatedShop shop) => shop.Storefront.ServeAsync("GET", "/search", () =>
        shop.Storefront.CallAsync(shop.Catalog, "GET", "/products", async () =>
        {
            await Task.Delay(4);
            await shop.Catalog.QueryAsync("products", "SELECT id, name FROM products WHERE description ILIKE '%' || $1 || '%'", 430);
            await Task.Delay(9);
            return 200;
        }));
}
