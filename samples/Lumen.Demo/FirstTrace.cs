using Lumen.Demo.Scenarios;
using Lumen.Demo.Shop;
using Lumen.Storage;

namespace Lumen.Demo;

/// <summary>Makes one trace, waits until it is stored, and says where to look at it.</summary>
internal static class FirstTrace
{
    public static async Task ShowAsync(IServiceProvider services, SimulatedShop shop, string address)
    {
        await QueryPerItem.RunAsync(shop);
        shop.Flush();
        var query = new TraceQuery { Service = shop.Storefront.Name, Limit = 1 };
        var page = await services.GetRequiredService<ITraceReader>().SearchAsync(query, CancellationToken.None);
        var trace = page.Traces.Count == 0 ? null : $"{address}/lumen/trace/{page.Traces[0].TraceId}";
        Console.WriteLine($"""

            A small shop is sending traces to Lumen, until you press Ctrl+C.

              a trace        {trace ?? "has not arrived: the log above says why"}
              all traces     {address}/lumen/
              send your own  OTLP/HTTP to {address}/lumen or http://127.0.0.1:4318, OTLP/gRPC to http://127.0.0.1:4317

            """);
    }
}
