using System.Net;
using Lumen.AspNetCore;
using Lumen.Hosting;
using Microsoft.Extensions.Options;

namespace Lumen.Server;

/// <summary>The one line that says where everything is, and what to do where something is not as asked.</summary>
internal static class ReadyLine
{
    public static string Of(IServiceProvider services, ServerOptions options, int httpPort)
    {
        var isAny = options.Address.Equals(IPAddress.Any) || options.Address.Equals(IPAddress.IPv6Any);
        var http = new UriBuilder("http", isAny ? "localhost" : options.Address.ToString(), httpPort).Uri;
        var listener = services.GetRequiredService<LumenOtlpListener>();
        var grpc = listener.GrpcAddresses.Select(address => address.Authority).DefaultIfEmpty("closed");
        var otlpHttp = listener.HttpAddress is { } own ? $"{own}v1/traces and " : string.Empty;
        var data = services.GetRequiredService<IOptions<LumenOptions>>().Value.DataDirectory;
        return $"Lumen is ready: page {http}, query API {http}api, Jaeger API {http}jaeger, OTLP/gRPC {string.Join(" and ", grpc)}, "
            + $"OTLP/HTTP {otlpHttp}{http}v1/traces, data in {data}."
            + $"{Closed(options)}{Ailing(services)}{Misspelt(services)}";
    }

    /// <summary>The process is ready in any case; what it cannot do yet stands at the end.</summary>
    private static string Ailing(IServiceProvider services) =>
        string.Concat(services.GetRequiredService<LumenHealthMonitor>().Current.Reasons.Select(reason => $" Not well: {reason}"));

    private static string Misspelt(IServiceProvider services) => string.Concat(
        UnknownOptions.In(services.GetRequiredService<IConfiguration>()).Select(name => $" There is no option {name}: it does nothing."));

    private static string Closed(ServerOptions options) => options.IsAnonymous
        ? string.Empty
        : " Page and API refuse everybody: Lumen__Access=Anonymous opens them to whoever reaches the port.";
}
