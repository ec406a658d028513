using System.Net;
using Lumen.AspNetCore.Access;
using Lumen.AspNetCore.Otlp;
using Lumen.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Lumen.AspNetCore.Listener;

/// <summary>Puts the listener together from the services of a host.</summary>
internal static class ListenerAssembly
{
    private const string KeyMissing = "Send the key of this server in the header x-api-key, or as Authorization: Bearer.";

    internal static LumenOtlpListener Create(IServiceProvider services)
    {
        var options = services.GetRequiredService<IOptions<LumenOtlpListenerOptions>>().Value;
        var common = services.GetRequiredService<IOptions<LumenOptions>>().Value;
        var key = IngestionKey.From(options.ApiKey) ?? IngestionKey.From(common.ApiKey);
        var application = Application(services, key);
        var address = ListenerAddress.Parse(options.Address)!;
        var isOpen = IPAddress.IsLoopback(address) || key is not null || options.AllowAnonymous
            || options is { CertificatePath: { Length: > 0 }, ClientAuthorityPath: { Length: > 0 } };
        var logger = services.GetRequiredService<ILogger<LumenOtlpListener>>();
        var certificates = new ListenerCertificates(options, logger);
        OtlpPort Make(OtlpPortKind kind, int port) => new(
            kind,
            new IPEndPoint(address, port),
            options,
            certificates,
            application,
            services.GetRequiredService<ILoggerFactory>());
        return new LumenOtlpListener(
            Ports(options, Make), certificates, isOpen ? null : ClosedReason(options.Address), logger);
    }

    // An open door on the network is never a default: the host must have said so, by a key or in words.
    private static string ClosedReason(string address)
    {
        var key = LumenOtlpListenerOptions.Key(nameof(LumenOtlpListenerOptions.ApiKey));
        var anybody = LumenOtlpListenerOptions.Key(nameof(LumenOtlpListenerOptions.AllowAnonymous));
        return $"OTLP is not taken on {address}, which other machines may reach: set {key}, or let anybody send with {anybody} = true.";
    }

    private static OtlpApplication Application(IServiceProvider services, IngestionKey? key)
    {
        var endpoints = OtlpEndpoints.Create(
            services, context => ValueTask.FromResult(key is null || key.IsShownBy(context.Request) ? null : KeyMissing));
        return new OtlpApplication(endpoints);
    }

    private static List<OtlpPort> Ports(LumenOtlpListenerOptions options, Func<OtlpPortKind, int, OtlpPort> make)
    {
        IEnumerable<int> grpcPorts = options.GrpcPorts ?? [LumenOtlpListenerOptions.DefaultGrpcPort];
        IEnumerable<int> httpPorts = options.HttpPort < 0 ? [] : [options.HttpPort];
        return [.. grpcPorts.Select(port => make(OtlpPortKind.Grpc, port)), .. httpPorts.Select(port => make(OtlpPortKind.Http, port))];
    }
}
