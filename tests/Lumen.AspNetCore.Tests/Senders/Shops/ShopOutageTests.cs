using Lumen.AspNetCore.Tests.Samples;
using Lumen.AspNetCore.Tests.Senders.Outages;

namespace Lumen.AspNetCore.Tests.Senders.Shops;

/// <summary>The standalone server is stopped and started while programs of other languages send to it.</summary>
public sealed class ShopOutageTests
{
    /// <summary>Shorter than the least that any retrying SDK waits before it gives up; see docs/senders.md.</summary>
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(5);

    [Theory]
    [MemberData(nameof(ShopTests.Senders), MemberType = typeof(ShopTests))]
    public async Task Shop_WhoseServerIsStoppedAndStarted_LosesWhatItsPolicyLoses(ShopKind kind, string protocol)
    {
        await using var server = await RestartedServer.StartAsync();
        await using var shop = await Shop.StartAsync(kind, protocol, protocol == "grpc" ? server.Grpc : new Uri(server.Http, "/"));
        var before = await shop.OrderAsync();
        await IsWholeAsync(server.Running, before);

        await server.StopAsync();
        var during = await shop.OrderAsync();
        if (!ShopTests.Retries(kind, protocol))
        {
            await shop.WaitForLineAsync("ECONNREFUSED");
        }

        await server.StartAgainAsync();
        var wasShort = server.Outage < Short;
        await ArrivesAgainAsync(server.Running, shop);

        await IsWholeAsync(server.Running, before);
        if (!ShopTests.Retries(kind, protocol))
        {
            Assert.Empty(await StoredTrace.SpansAsync(server.Running, during.Trace));
        }
        else if (wasShort)
        {
            await IsWholeAsync(server.Running, during);
        }
    }

    /// <summary>Orders until an order arrives: a channel whose server was away takes its time before it tries again.</summary>
    private static async Task ArrivesAgainAsync(ServerSample server, Shop shop)
    {
        using var bound = new CancellationTokenSource(ServerSample.Bound);
        var orders = new List<ShopOrder>();
        bool arrived;
        do
        {
            orders.Add(await shop.OrderAsync());
            await Task.Delay(200, bound.Token);
            arrived = false;
            foreach (var order in orders)
            {
                arrived |= order.CountIn(await StoredTrace.SpansAsync(server, order.Trace)) == order.Expected;
            }
        }
        while (!arrived);
    }

    private static Task IsWholeAsync(ServerSample server, ShopOrder order) =>
        StoredTrace.BecomesAsync(server, order.Trace, spans => order.CountIn(spans) == order.Expected);
}
