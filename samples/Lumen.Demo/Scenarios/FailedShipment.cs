using Lumen.Demo.Shop;

namespace Lumen.Demo.Scenarios;

/// <summary>A request that fails deep inside: the exception is an event of the span where it was thrown.</summary>
internal static class FailedShipment
{
    public static Task RunAsync(SimulatedShop shop) => shop.Storefront.ServeAsync("POST", "/shipments", async () =>
    {
        await Task.Delay(5);
        return await shop.Storefront.CallAsync(shop.Shipping, "POST", "/labels", async () =>
        {
            await shop.Shipping.QueryAsync("carriers", "SELECT * FROM carriers WHERE postcode_from <= $1 AND postcode_to >= $1", 21);
            return PrintLabel(postcode: "9999");
        });
    });

    private static int PrintLabel(string postcode) =>
        throw new InvalidOperationException($"No carrier delivers to postcode {postcode}.");
}
