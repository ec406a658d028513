using System.Diagnostics;
using Lumen.Demo.Shop;

namespace Lumen.Demo.Scenarios;

/// <summary>An order is taken in one trace and packed in another; a link leads from the second to the first.</summary>
internal static class QueueHandOver
{
    private const string Queue = "orders.placed";

    public static async Task RunAsync(SimulatedShop shop)
    {
        var message = Guid.NewGuid().ToString();
        var sender = default(ActivityContext);
        await shop.Storefront.ServeAsync("POST", "/orders", async () =>
        {
            await shop.Storefront.QueryAsync("orders", "INSERT INTO orders (customer_id, total) VALUES ($1, $2)", 12);
            sender = await shop.Storefront.SendAsync(Queue, message);
            return 202;
        });

        await Task.Delay(140);
        await shop.Shipping.ProcessAsync(Queue, message, sender, async () =>
        {
            await shop.Shipping.QueryAsync("parcels", "SELECT * FROM parcels WHERE packed_at IS NULL", 26);
            await Task.Delay(35);
            await shop.Shipping.QueryAsync("parcels", "UPDATE parcels SET packed_at = now() WHERE order_id = $1", 14);
        });
    }
}
