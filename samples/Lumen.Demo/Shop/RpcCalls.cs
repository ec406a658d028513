using System.Diagnostics;

namespace Lumen.Demo.Shop;

/// <summary>gRPC between the services.</summary>
internal static class RpcCalls
{
    public static async Task CallRpcAsync(this ShopService service, ShopService other, string rpcService, string method, Func<Task> work)
    {
        using var client = Begin(service, ActivityKind.Client, rpcService, method, parent: default);
        client.SetTag("server.address", $"{other.Name}.shop.internal");
        await Task.Delay(1);
        using (Begin(other, ActivityKind.Server, rpcService, method, HttpCalls.AcrossTheWire(client)))
        {
            await work();
        }

        await Task.Delay(1);
    }

    private static Activity Begin(ShopService service, ActivityKind kind, string rpcService, string method, ActivityContext parent) =>
        service.Start($"{rpcService}/{method}", kind, parent)
            .SetTag("rpc.system", "grpc")
            .SetTag("rpc.service", rpcService)
            .SetTag("rpc.method", method)
            .SetTag("rpc.grpc.status_code", 0);
}
