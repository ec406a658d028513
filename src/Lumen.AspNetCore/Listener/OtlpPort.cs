using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Lumen.AspNetCore.Listener;

/// <summary>
/// One port of the listener. Where it cannot be had, a sentence says what to do, and it is tried again in the background until it can; the
/// host lives on. Thread-safe for readers.
/// </summary>
internal sealed partial class OtlpPort(
    OtlpPortKind kind, IPEndPoint endpoint, OtlpApplication application, ILoggerFactory loggers, TimeProvider time) : IAsyncDisposable
{
    /// <summary>How long it waits before it tries a port again.</summary>
    public static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(5);

    private readonly ILogger _logger = loggers.CreateLogger<OtlpPort>();
    private readonly CancellationTokenSource _stopping = new();
    private volatile PortServer? _server;
    private volatile string? _problem;
    private Task _retries = Task.CompletedTask;

    /// <summary>What is spoken on it.</summary>
    public OtlpPortKind Kind => kind;

    /// <summary>Where it really listens; null while it does not.</summary>
    public Uri? Address => _server?.Address;

    /// <summary>Why it does not listen, as a sentence that says what to do; null while it does.</summary>
    public string? Problem => _problem;

    /// <summary>Begins to listen, or to try again in the background.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!await TryListenAsync(cancellationToken))
        {
            _retries = Task.Run(RetryAsync, CancellationToken.None);
        }
    }

    /// <summary>Takes no more requests and waits for those under way, until it is cancelled: then they are cut off.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await _retries;
        if (_server is { } server)
        {
            await server.StopAsync(cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _retries;
        if (Interlocked.Exchange(ref _server, null) is { } server)
        {
            await server.DisposeAsync();
        }

        _stopping.Dispose();
    }

    private async Task RetryAsync()
    {
        try
        {
            do
            {
                await Task.Delay(RetryInterval, time, _stopping.Token);
            }
            while (!await TryListenAsync(_stopping.Token));
        }
        catch (OperationCanceledException)
        {
            // Stopped before the port came free.
        }
    }

    private async Task<bool> TryListenAsync(CancellationToken cancellationToken)
    {
        var server = PortServer.Create(endpoint, kind == OtlpPortKind.Grpc ? HttpProtocols.Http2 : HttpProtocols.Http1, loggers);
        try
        {
            await server.StartAsync(application, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            await server.DisposeAsync();
            Report(exception);
            return false;
        }

        _server = server;
        _problem = null;
        LogListening(kind.Name(), server.Address);
        return true;
    }

    private void Report(Exception exception)
    {
        var isFirst = _problem is null;
        _problem = $"Lumen cannot listen for {kind.Name()} on {endpoint}: {Reason(exception)} It tries again every "
            + $"{RetryInterval.TotalSeconds:0} seconds; until then senders of {kind.Name()} are not served here.";
        if (isFirst)
        {
            LogNotListening(exception, _problem);
        }
    }

    private string Reason(Exception exception)
    {
        var cause = exception.GetBaseException() as SocketException;
        return cause?.SocketErrorCode switch
        {
            SocketError.AccessDenied => $"this user may not open the port. Choose one above 1023 with {kind.OptionName()}.",
            SocketError.AddressNotAvailable => $"this machine has no such address. Set {nameof(LumenOtlpListenerOptions)}."
                + $"{nameof(LumenOtlpListenerOptions.Address)} to one of its own.",
            _ => $"another program has the port. End that program, or choose another port with {kind.OptionName()}.",
        };
    }

    [LoggerMessage(4001, LogLevel.Information, "Lumen listens for {Protocol} on {Address}")]
    private partial void LogListening(string protocol, Uri address);

    [LoggerMessage(4002, LogLevel.Warning, "{Problem}")]
    private partial void LogNotListening(Exception exception, string problem);
}
