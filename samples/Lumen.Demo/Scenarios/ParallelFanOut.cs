using Lumen.Demo.Shop;

namespace Lumen.Demo.Scenarios;

/// <summary>Four calls at once: only the slowest decides how long the page takes.</summary>
internal static class ParallelFanOut
{
    public static Task RunAsync(SimulatedShop shop) => shop.Storefront.ServeAsync("GET", "/products/{id}", async () =>
    {
        await Task.WhenAll(
            AskAsync(shop, shop.Catalog, "/products/{id}", "products", 18),
            AskAsync(shop, shop.Inventory, "/stock/{id}", "stock", 32),
            AskAsync(shop, shop.Reviews, "/reviews", "reviews", 164),
            AskAsync(shop, shop.Shipping, "/estimate", "routes", 57));
        await Task.Delay(12);
        return 200;
    });

    private static Task<int> AskAsync(SimulatedShop shop, ShopService service, string route, string table, int milliseconds) =>
        shop.Storefront.CallAsync(service, "GET", route, async () =>
        {
            await Task.Delay(3);
            await service.QueryAsync(table, $"SELECT * FROM {table} WHERE product_id = $1", milliseconds);
            return 200;
        });
}
