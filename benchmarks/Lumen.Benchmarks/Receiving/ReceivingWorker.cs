using Lumen.AspNetCore;
using Lumen.Benchmarks.Pipeline;
using Lumen.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Lumen.Benchmarks.Receiving;

/// <summary>
/// <c>receive-worker</c>: the listener, the reading of requests and the pipeline, in front of a store that keeps nothing. Prints its
/// addresses, for gRPC, HTTP and <see cref="ReceivingCounts"/>, and runs until it is ended.
/// </summary>
internal static class ReceivingWorker
{
    public const string Command = "receive-worker";

    /// <summary>What stands before the addresses.</summary>
    public const string Ready = "Receiving on ";

    public static async Task<int> RunAsync()
    {
        var store = new DiscardingStore();
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services
            .AddSingleton(new TraceStoreRegistration("discarding", IsDefault: false, _ => store))
            .AddLumen()
            .AddLumenOtlpListener(options => (options.GrpcPorts, options.HttpPort) = ([0], 0));
        using var host = builder.Build();
        await host.StartAsync();
        var listener = host.Services.GetRequiredService<LumenOtlpListener>();
        var counts = ReceivingCounts.Serve(() => store.Spans);
        Console.WriteLine($"{Ready}{listener.GrpcAddresses[0].Authority} {listener.HttpAddress!.Authority} {counts}");
        await host.WaitForShutdownAsync();
        return 0;
    }
}
