using System.Net;
using Lumen.AspNetCore.Access;
using Lumen.AspNetCore.Listener;
using Lumen.AspNetCore.Otlp;
using Lumen.Ingestion;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Lumen.AspNetCore;

/// <summary>
/// Takes OTLP on ports of its own. Started and stopped with Lumen; it tells where it listens. Thread-safe for readers.
/// </summary>
public sealed partial class LumenOtlpListener : IAsyncDisposable
{
    private readonly LumenOtlpListenerOptions _options;
    private readonly IReadOnlyList<OtlpPort> _ports;
    private readonly ILogger<LumenOtlpListener> _logger;

    internal LumenOtlpListener(IOptions<LumenOtlpListenerOptions> options, IServiceProvider services)
    {
        _options = options.Value;
        _logger = services.GetRequiredService<ILogger<LumenOtlpListener>>();
        _ports = MakePorts(services);
    }

    /// <summary>The addresses for gRPC that are open, with the port that the system chose where 0 was asked for.</summary>
    public IReadOnlyList<Uri> GrpcAddresses => Open(OtlpPortKind.Grpc);

    /// <summary>The address for OTLP/HTTP; null while it is not open.</summary>
    public Uri? HttpAddress => Open(OtlpPortKind.Http).SingleOrDefault();

    /// <summary>What is not as the options ask, each a sentence that says what to do; empty while all ports are open.</summary>
    public IReadOnlyList<string> Problems =>
        ClosedReason is { } reason ? [reason] : [.. _ports.Select(port => port.Problem).OfType<string>()];

    // An open door on the network is never a default: the host must have said so, by a key or in words.
    private string? ClosedReason =>
        IPAddress.IsLoopback(ListenerAddress.Parse(_options.Address)!) || _options.AllowAnonymous || _options.ApiKey is { Length: > 0 }
        ? null
        : $"Lumen does not listen for OTLP on {_options.Address}, which others can reach: set {nameof(LumenOtlpListenerOptions)}."
            + $"{nameof(LumenOtlpListenerOptions.ApiKey)}, or say that anybody may send with "
            + $"{nameof(LumenOtlpListenerOptions)}.{nameof(LumenOtlpListenerOptions.AllowAnonymous)} = true.";

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var port in _ports)
        {
            await port.DisposeAsync();
        }
    }

    internal async Task StartAsync(CancellationToken cancellationToken)
    {
        if (ClosedReason is { } reason)
        {
            LogClosed(reason);
            return;
        }

        foreach (var port in _ports)
        {
            await port.StartAsync(cancellationToken);
        }
    }

    internal Task StopAsync(CancellationToken cancellationToken) => Task.WhenAll(_ports.Select(port => port.StopAsync(cancellationToken)));

    private IReadOnlyList<Uri> Open(OtlpPortKind kind) =>
        [.. _ports.Where(port => port.Kind == kind).Select(port => port.Address).OfType<Uri>()];

    private List<OtlpPort> MakePorts(IServiceProvider services)
    {
        var key = IngestionKey.From(_options.ApiKey);
        var application = new OtlpApplication(OtlpEndpoints.Create(services, context => ValueTask.FromResult(Judge(key, context.Request))));
        var address = ListenerAddress.Parse(_options.Address)!;
        var loggers = services.GetRequiredService<ILoggerFactory>();
        var time = services.GetService<TimeProvider>() ?? TimeProvider.System;
        OtlpPort Make(OtlpPortKind kind, int port) => new(kind, new IPEndPoint(address, port), application, loggers, time);
        var grpcPorts = _options.GrpcPorts ?? [LumenOtlpListenerOptions.DefaultGrpcPort];
        List<OtlpPort> ports = [.. grpcPorts.Select(port => Make(OtlpPortKind.Grpc, port))];
        if (_options.HttpPort >= 0)
        {
            ports.Add(Make(OtlpPortKind.Http, _options.HttpPort));
        }

        return ports;
    }

    private static string? Judge(IngestionKey? key, Microsoft.AspNetCore.Http.HttpRequest request) => key is null || key.IsShownBy(request)
        ? null
        : "Send the key of this server in the header x-api-key, or as Authorization: Bearer.";

    [LoggerMessage(4003, LogLevel.Warning, "{Reason}")]
    private partial void LogClosed(string reason);
}
