using Lumen.Demo.Shop;

namespace Lumen.Demo.Scenarios;

/// <summary>An N+1: the stock of every item in the cart is asked for on its own, one query after the other.</summary>
internal static class QueryPerItem
{
    public static Task RunAsync(SimulatedShop shop) => shop.Storefront.ServeAsync("POST", "/checkout", async () =>
    {
        await Task.Delay(6);
        return await shop.Storefront.CallAsync(shop.Checkout, "POST", "/orders", async () =>
        {
            await shop.Checkout.QueryAsync("carts", "SELECT * FROM carts WHERE customer_id = $1", 8);
            await shop.Checkout.CallRpcAsync(shop.Inventory, "shop.Inventory", "Reserve", () => ReserveAsync(shop.Inventory, items: 37));
            await shop.Checkout.QueryAsync("orders", "INSERT INTO orders (customer_id, total) VALUES ($1, $2)", 11);
            return 201;
        });
    });

    private static async Task ReserveAsync(ShopService inventory, int items)
    {
        for (var item = 0; item < items; item++)
        {
            await inventory.QueryAsync("stock", "SELECT quantity FROM stock WHERE sku = $1", 7 + item % 3);
        }
    }
}
