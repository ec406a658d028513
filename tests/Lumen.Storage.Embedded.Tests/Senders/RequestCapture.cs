using System.Collections.Concurrent;
using System.IO.Compression;
using System.Net;
using Lumen.TestKit.Programs;

namespace Lumen.Storage.Embedded.Senders;

/// <summary>A receiver of OTLP over HTTP that keeps the requests as they came.</summary>
internal sealed class RequestCapture : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Task _serving;

    internal RequestCapture()
    {
        Address = new Uri($"http://127.0.0.1:{FreePorts.Take(1)[0]}/");
        _listener.Prefixes.Add(Address.ToString());
        _listener.Start();
        _serving = ServeAsync();
    }

    internal Uri Address { get; }

    /// <summary>The bodies, inflated.</summary>
    internal ConcurrentQueue<byte[]> Requests { get; } = [];

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
        _listener.Close();
    }

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                await AnswerAsync(await _listener.GetContextAsync());
            }
            catch (Exception failure) when (failure is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        var isPacked = context.Request.Headers["Content-Encoding"] == "gzip";
        var body = new MemoryStream();
        var sent = context.Request.InputStream;
        await using (var stream = isPacked ? new GZipStream(sent, CompressionMode.Decompress) : sent)
        {
            await stream.CopyToAsync(body);
        }

        Requests.Enqueue(body.ToArray());
        context.Response.ContentType = "application/x-protobuf";
        context.Response.Close();
    }
}
