using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Lumen.AspNetCore.Listener;

/// <summary>One port of the listener. Its starts and its stop come one at a time; readers may come from any thread.</summary>
internal sealed class OtlpPort(
    OtlpPortKind kind,
    IPEndPoint endpoint,
    LumenOtlpListenerOptions options,
    ListenerCertificates certificates,
    OtlpApplication application,
    ILoggerFactory loggers)
    : IAsyncDisposable
{
    private volatile PortServer? _server;

    /// <summary>What is spoken on it.</summary>
    public OtlpPortKind Kind => kind;

    /// <summary>Where it really listens; null while it does not.</summary>
    public Uri? Address => _server?.Address;

    /// <summary>Begins to listen, unless it does already.</summary>
    /// <returns>Null if it listens, else a sentence that says what to do.</returns>
    public async ValueTask<string?> StartAsync(CancellationToken cancellationToken)
    {
        if (_server is not null)
        {
            return null;
        }

        bool isSecure;
        try
        {
            isSecure = certificates.Open();
        }
        catch (IOException unusable)
        {
            return $"{kind.Name()} cannot be taken on {endpoint}: {unusable.Message}";
        }

        // In clear text nothing tells the server which of the two a connection speaks.
        var protocols = isSecure ? HttpProtocols.Http1AndHttp2 : kind == OtlpPortKind.Grpc ? HttpProtocols.Http2 : HttpProtocols.Http1;
        var server = PortServer.Create(
            endpoint, protocols, isSecure ? certificates : null, limits => PortLimits.Apply(options, limits), loggers);
        try
        {
            await server.StartAsync(application, cancellationToken);
        }
        catch (Exception exception)
        {
            await server.DisposeAsync();
            if (exception is IOException or SocketException)
            {
                return Explain(exception);
            }

            throw;
        }

        _server = server;
        return null;
    }

    /// <summary>Takes no more requests and waits for those under way, until it is cancelled: then they are cut off.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => _server?.StopAsync(cancellationToken) ?? Task.CompletedTask;

    public ValueTask DisposeAsync() => Interlocked.Exchange(ref _server, null)?.DisposeAsync() ?? ValueTask.CompletedTask;

    private string Explain(Exception exception)
    {
        var cause = exception.GetBaseException() as SocketException;
        var address = LumenOtlpListenerOptions.Key(nameof(LumenOtlpListenerOptions.Address));
        var advice = cause?.SocketErrorCode switch
        {
            SocketError.AccessDenied => $"this user may not open the port; choose one above 1023 with {kind.OptionName()}.",
            SocketError.AddressNotAvailable => $"this machine has no such address; set {address} to one that it has.",
            _ => $"another program has the port; end that program, or choose another port with {kind.OptionName()}.",
        };
        return $"{kind.Name()} cannot be taken on {endpoint}: {advice}";
    }
}
