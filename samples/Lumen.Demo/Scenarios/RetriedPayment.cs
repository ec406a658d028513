using System.Diagnostics;
using Lumen.Demo.Shop;

namespace Lumen.Demo.Scenarios;

/// <summary>A call that is refused twice and tried again: most of the time is spent waiting between the attempts.</summary>
internal static class RetriedPayment
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(60);

    public static Task RunAsync(SimulatedShop shop) => shop.Storefront.ServeAsync("POST", "/payments", async () =>
    {
        var pause = FirstPause;
        for (var attempt = 1; ; attempt++)
        {
            var status = await PayAsync(shop, attempt);
            if (status < 500)
            {
                return status;
            }

            var tags = new ActivityTagsCollection { ["attempt"] = attempt, ["pause_ms"] = pause.TotalMilliseconds };
            Activity.Current?.AddEvent(new ActivityEvent("retry", tags: tags));
            await Task.Delay(pause);
            pause *= 2;
        }
    });

    private static Task<int> PayAsync(SimulatedShop shop, int attempt) =>
        shop.Storefront.CallAsync(shop.Payments, "POST", "/charges", async () =>
        {
            Activity.Current?.SetTag("http.request.resend_count", attempt - 1);
            await Task.Delay(attempt < 3 ? 15 : 48);
            return attempt < 3 ? 503 : 201;
        });
}
