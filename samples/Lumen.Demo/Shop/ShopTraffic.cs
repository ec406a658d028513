using Lumen.Demo.Scenarios;

namespace Lumen.Demo.Shop;

/// <summary>Customers: one scenario after the other, again and again.</summary>
internal static class ShopTraffic
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    private static readonly Func<SimulatedShop, Task>[] Scenarios =
    [
        QueryPerItem.RunAsync,
        SlowQuery.RunAsync,
        ParallelFanOut.RunAsync,
        RetriedPayment.RunAsync,
        FailedShipment.RunAsync,
        QueueHandOver.RunAsync,
    ];

    public static async Task RunAsync(SimulatedShop shop, CancellationToken stopping)
    {
        for (var next = 0; !stopping.IsCancellationRequested; next = (next + 1) % Scenarios.Length)
        {
            await Scenarios[next](shop);
            await Task.Delay(Pause, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
