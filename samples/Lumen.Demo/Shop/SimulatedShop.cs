namespace Lumen.Demo.Shop;

/// <summary>The services of the shop, each sending its spans to one OTLP address.</summary>
internal sealed class SimulatedShop(Uri otlpEndpoint) : IDisposable
{
    public ShopService Storefront { get; } = new("storefront", "4.2.0", otlpEndpoint);

    public ShopService Checkout { get; } = new("checkout", "2.7.1", otlpEndpoint);

    public ShopService Inventory { get; } = new("inventory", "1.12.0", otlpEndpoint);

    public ShopService Payments { get; } = new("payments", "3.0.4", otlpEndpoint);

    public ShopService Catalog { get; } = new("catalog", "5.1.3", otlpEndpoint);

    public ShopService Reviews { get; } = new("reviews", "0.9.2", otlpEndpoint);

    public ShopService Shipping { get; } = new("shipping", "1.4.0", otlpEndpoint);

    private ShopService[] All => [Storefront, Checkout, Inventory, Payments, Catalog, Reviews, Shipping];

    public void Flush()
    {
        foreach (var service in All)
        {
            service.Flush();
        }
    }

    public void Dispose()
    {
        foreach (var service in All)
        {
            service.Dispose();
        }
    }
}
