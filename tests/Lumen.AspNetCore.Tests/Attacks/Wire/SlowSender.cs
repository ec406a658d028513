using System.Net;
using System.Net.Sockets;
using System.Text;
using Lumen.AspNetCore.Tests.Otlp;

namespace Lumen.AspNetCore.Tests.Attacks.Wire;

/// <summary>A connection on which something begins and does not end.</summary>
internal sealed class SlowSender : IDisposable
{
    /// <summary>How many bytes each says its body has, and how many of them come at once.</summary>
    private const int DeclaredBytes = 1_000_000;
    private const int FirstBytes = 1_000;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly SlowKind _kind;

    private SlowSender(SlowKind kind) => _kind = kind;

    /// <summary>Whether something of a body has been sent, which the server must account for.</summary>
    internal bool HasBegunABody => _kind is not (SlowKind.Http1Headers or SlowKind.Http2Headers);

    /// <summary>Connects, and begins.</summary>
    internal static async Task<SlowSender> BeginAsync(AttackedHost host, SlowKind kind)
    {
        var sender = new SlowSender(kind);
        var isHttp2 = kind is SlowKind.Http2Headers or SlowKind.GrpcMessage or SlowKind.GrpcFrame;
        await sender._socket.ConnectAsync(IPAddress.Loopback, (isHttp2 ? host.Grpc : host.Http).Port);
        await sender._socket.SendAsync(Beginning(kind));
        return sender;
    }

    /// <summary>Sends a byte now and then until the server has had enough.</summary>
    internal async Task TrickleAsync()
    {
        using var closed = new CancellationTokenSource();
        var reading = ReadToTheEndAsync(closed);
        try
        {
            while (!closed.IsCancellationRequested)
            {
                await _socket.SendAsync(Crumb(_kind), closed.Token);
                await Task.Delay(Pause, closed.Token);
            }
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException)
        {
            // The server closed the connection, which is what is waited for.
        }

        await reading;
    }

    /// <summary>Goes away without a word: the server hears of it by a reset, or by the end of what comes.</summary>
    internal void Vanish(bool byReset)
    {
        _socket.LingerState = new LingerOption(byReset, 0);
        _socket.Close();
    }

    public void Dispose() => _socket.Dispose();

    private async Task ReadToTheEndAsync(CancellationTokenSource closed)
    {
        var buffer = new byte[1_024];
        try
        {
            while (await _socket.ReceiveAsync(buffer) > 0)
            {
            }
        }
        catch (SocketException)
        {
            // Reset instead of closed.
        }

        await closed.CancelAsync();
    }

    private static byte[] Beginning(SlowKind kind) => kind switch
    {
        SlowKind.Http1Headers => Http1(string.Empty)[..^2],
        SlowKind.Http1Body => [.. Http1($"Content-Length: {DeclaredBytes}\r\n"), .. new byte[FirstBytes]],
        SlowKind.Http1Chunks => [.. Http1("Transfer-Encoding: chunked\r\n"), .. Chunk(FirstBytes)],
        SlowKind.Http2Headers => [.. Http2Bytes.Preface, .. Http2Bytes.CallHeaders(areOpen: true)],
        SlowKind.GrpcMessage => Call(GrpcWire.Frame(new byte[FirstBytes], length: DeclaredBytes)),
        _ => Call([0, 0]),
    };

    private static byte[] Crumb(SlowKind kind) => kind switch
    {
        SlowKind.Http1Chunks => Chunk(1),
        SlowKind.GrpcMessage => Http2Bytes.Body([0]),
        SlowKind.GrpcFrame => Http2Bytes.Body([]),
        SlowKind.Http2Headers => [],
        _ => "x"u8.ToArray(),
    };

    private static byte[] Call(byte[] body) =>
        [.. Http2Bytes.Preface, .. Http2Bytes.CallHeaders(areOpen: false), .. Http2Bytes.Body(body)];

    private static byte[] Http1(string header) =>
        Encoding.ASCII.GetBytes($"POST /v1/traces HTTP/1.1\r\nHost: attacked\r\nContent-Type: application/x-protobuf\r\n{header}\r\n");

    private static byte[] Chunk(int length) => [.. Encoding.ASCII.GetBytes($"{length:x}\r\n"), .. new byte[length], .. "\r\n"u8];
}
