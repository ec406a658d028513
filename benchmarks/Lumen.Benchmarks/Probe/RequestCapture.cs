using System.Buffers.Binary;
using Lumen.TestKit.Programs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Lumen.Benchmarks.Probe;

/// <summary>Writes requests of the load generator to files as the probe reads them: each request after its length in four bytes.</summary>
internal sealed class RequestCapture : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly SemaphoreSlim _turn = new(1);
    private FileStream? _file;

    private RequestCapture(WebApplication server)
    {
        _server = server;
        server.MapPost("/v1/traces", TakeAsync);
    }

    private string Address =>
        new Uri(_server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Authority;

    public static async Task<RequestCapture> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.WebHost.ConfigureKestrel((KestrelServerOptions kestrel) => kestrel.Limits.MaxRequestBodySize = null);
        var capture = new RequestCapture(builder.Build());
        await capture._server.StartAsync();
        return capture;
    }

    /// <summary>Fills a file with so many spans of traces from a sequence number on.</summary>
    public async Task FillAsync(string path, long spans, long firstTrace)
    {
        await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 20);
        _file = file;
        var (exitCode, report) = await LoadProgram.RunAsync(
            "send", "--quiet", "--protocol", "http", "--endpoint", Address, "--spans", $"{spans}", "--first", $"{firstTrace}");
        if (exitCode != 0)
        {
            throw new InvalidOperationException($"otlpload ended with {exitCode}: {report}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _turn.Dispose();
    }

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream((int)(context.Request.ContentLength ?? 0));
        await context.Request.Body.CopyToAsync(body);
        var length = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, (int)body.Length);
        await _turn.WaitAsync();
        _file!.Write(length);
        _file.Write(body.GetBuffer(), 0, (int)body.Length);
        _turn.Release();
        context.Response.ContentType = "application/x-protobuf";
    }
}
