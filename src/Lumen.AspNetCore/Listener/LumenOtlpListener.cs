using System.Net;
using Lumen.AspNetCore.Listener;
using Lumen.Hosting;
using Lumen.Storage;
using Microsoft.Extensions.Logging;

namespace Lumen.AspNetCore;

/// <summary>
/// Takes OTLP on ports of its own. Lumen starts and stops it with the host; a program asks it where it listens. Reading is thread-safe.
/// </summary>
public sealed partial class LumenOtlpListener : ILumenListener, IAsyncDisposable
{
    private readonly IReadOnlyList<OtlpPort> _ports;
    private readonly ListenerCertificates _certificates;
    private readonly string? _closedReason;
    private readonly ILogger _logger;

    internal LumenOtlpListener(
        IReadOnlyList<OtlpPort> ports, ListenerCertificates certificates, string? closedReason, ILogger<LumenOtlpListener> logger)
    {
        _ports = ports;
        _certificates = certificates;
        _closedReason = closedReason;
        _logger = logger;
    }

    /// <inheritdoc/>
    public string Name => "the OTLP listener";

    /// <summary>The addresses for gRPC that are open, with the port that the system chose where 0 was asked for.</summary>
    public IReadOnlyList<Uri> GrpcAddresses => Open(OtlpPortKind.Grpc);

    /// <summary>The address for OTLP/HTTP, without the path of the route; null while it is not open.</summary>
    public Uri? HttpAddress => Open(OtlpPortKind.Http).SingleOrDefault();

    /// <inheritdoc/>
    public LumenHealth Health => (_closedReason ?? _certificates.Problem) is { } reason
        ? new LumenHealth(StoreStatus.Degraded, [reason])
        : LumenHealth.Healthy;

    /// <inheritdoc/>
    async ValueTask ILumenListener.StartAsync(CancellationToken cancellationToken)
    {
        if (_closedReason is not null)
        {
            LogClosed(_closedReason);
            return;
        }

        var problems = new List<string>();
        foreach (var port in _ports.Where(port => port.Address is null))
        {
            if (await port.StartAsync(cancellationToken) is { } problem)
            {
                problems.Add(problem);
            }
            else
            {
                LogListening(port.Kind.Name(), port.Address!);
            }
        }

        // What is open stays open: one taken port does not close the others, and the next attempt is about the rest.
        if (problems.Count > 0)
        {
            throw new IOException(string.Join(' ', problems));
        }
    }

    /// <inheritdoc/>
    async ValueTask ILumenListener.StopAsync(CancellationToken cancellationToken) =>
        await Task.WhenAll(_ports.Select(port => port.StopAsync(cancellationToken)));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var port in _ports)
        {
            await port.DisposeAsync();
        }

        _certificates.Dispose();
    }

    private IReadOnlyList<Uri> Open(OtlpPortKind kind) =>
        [.. _ports.Where(port => port.Kind == kind).Select(port => port.Address).OfType<Uri>()];

    [LoggerMessage(1200, LogLevel.Information, "Lumen takes {Protocol} on {Address}")]
    private partial void LogListening(string protocol, Uri address);

    [LoggerMessage(1201, LogLevel.Warning, "{Reason}")]
    private partial void LogClosed(string reason);
}
