using Lumen.AspNetCore;
using Lumen.Demo.Scenarios;
using Lumen.Demo.Shop;
using Lumen.Storage;

namespace Lumen.Demo;

/// <summary>Makes one trace, waits until it is stored, and says where to look at it.</summary>
internal static class FirstTrace
{
    public static async Task ShowAsync(IServiceProvider services, SimulatedShop shop, string address)
    {
        // Twice: in a process that has just started, the first one shows the compiler at work and not the shop.
        await QueryPerItem.RunAsync(shop);
        await QueryPerItem.RunAsync(shop);
        shop.Flush();
        var query = new TraceQuery { Service = shop.Storefront.Name, Limit = 1 };
        var newest = await services.GetRequiredService<ITraceReader>().SearchAsync(query, CancellationToken.None);
        Print(newest, services.GetRequiredService<LumenOtlpListener>(), address);
    }

    private static void Print(TracePage newest, LumenOtlpListener listener, string address)
    {
        var trace = newest.Traces.Count == 0
            ? "has not arrived: the log above says why"
            : $"{address}/lumen/trace/{newest.Traces[0].TraceId}";
        var senders = listener.GrpcAddresses.Select(grpc => $"OTLP/gRPC to {grpc}").Prepend($"OTLP/HTTP to {address}/lumen");
        Console.WriteLine($"""

            A small shop is sending traces to Lumen, until you press Ctrl+C.

              a trace        {trace}
              all traces     {address}/lumen/
              send your own  {string.Join(", ", senders)}

            """);
    }
}
