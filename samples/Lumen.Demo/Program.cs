using Lumen.Demo;
using Lumen.Demo.Shop;

// Lumen, as in any ASP.NET Core application: two lines, and a third so that senders on the usual ports find it too.
var builder = WebApplication.CreateBuilder(args);
var address = DemoAddress.Choose(builder.Configuration);
builder.WebHost.UseUrls(address);
builder.Logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("Lumen", LogLevel.Warning);
using var data = new DemoDirectory(builder.Configuration);
builder.Services.AddLumen();
builder.Services.AddLumenOtlpListener();
var app = builder.Build();
app.MapLumen();
await app.StartAsync();

// The shop, which sends its spans over the wire as separate programs would.
using (var shop = new SimulatedShop(new Uri($"{address}/lumen/v1/traces")))
{
    await FirstTrace.ShowAsync(app.Services, shop, address);
    await ShopTraffic.RunAsync(shop, app.Lifetime.ApplicationStopping);
}

await app.WaitForShutdownAsync();
