using System.Net.Sockets;

namespace Lumen.AspNetCore.Tests.Otlp.Stored;

/// <summary>Sends requests, and counts the connections that it has to open for them.</summary>
internal sealed class CountingHandler : DelegatingHandler
{
    private int _connections;

    internal CountingHandler() => InnerHandler = new SocketsHttpHandler
    {
        ConnectCallback = async (context, cancellationToken) =>
        {
            Interlocked.Increment(ref _connections);
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        },
    };

    internal int Connections => _connections;
}
