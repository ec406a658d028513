using System.Diagnostics;
using Lumen.AspNetCore.Tests.Samples;

namespace Lumen.AspNetCore.Tests.Senders.Shops;

/// <summary>The standalone server is stopped and started while programs of other languages send to it.</summary>
public sealed class ShopOutageTests : IDisposable
{
    /// <summary>Shorter than the least that any retrying SDK waits before it gives up; see docs/senders.md.</summary>
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(5);

    private readonly TemporaryFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Theory]
    [MemberData(nameof(ShopTests.Senders), MemberType = typeof(ShopTests))]
    public async Task Shop_WhoseServerIsStoppedAndStarted_LosesWhatItsPolicyLoses(ShopKind kind, string protocol)
    {
        var first = await ServerSample.StartAsync(_data.Path);
        var grpcPort = first.GrpcEndpoint.Split(':')[1];
        var endpoint = protocol == "grpc" ? new Uri($"http://{first.GrpcEndpoint}") : new Uri(first.OtlpHttp, "/");
        await using var shop = await Shop.StartAsync(kind, protocol, endpoint);
        var before = await shop.OrderAsync();
        await IsWholeAsync(first, before);

        var outage = Stopwatch.StartNew();
        await first.Program.TerminateAsync(ServerSample.Bound);
        await first.DisposeAsync();
        var during = await shop.OrderAsync();
        if (!ShopTests.Retries(kind, protocol))
        {
            await shop.WaitForLineAsync("ECONNREFUSED");
        }

        await using var second = await ServerSample.StartAsync(
            _data.Path, ("Lumen__OtlpGrpcPorts", grpcPort), ("Lumen__OtlpHttpPort", $"{first.OtlpHttp.Port}"));
        var wasShort = outage.Elapsed < Short;
        await ArrivesAgainAsync(second, shop);

        await IsWholeAsync(second, before);
        if (!ShopTests.Retries(kind, protocol))
        {
            Assert.Empty(await StoredTrace.SpansAsync(second, during.Trace));
        }
        else if (wasShort)
        {
            await IsWholeAsync(second, during);
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
