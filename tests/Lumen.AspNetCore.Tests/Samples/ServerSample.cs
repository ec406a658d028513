using System.Globalization;
using System.Net.Http.Headers;
using Lumen.TestKit;
using Lumen.TestKit.Programs;

namespace Lumen.AspNetCore.Tests.Samples;

/// <summary><c>samples/Lumen.Server</c> as a process of its own, on free ports.</summary>
internal sealed class ServerSample : IAsyncDisposable
{
    /// <summary>Generous: other test programs start processes at the same time.</summary>
    public static readonly TimeSpan Bound = TimeSpan.FromMinutes(1);

    private readonly RunningProgram _program;
    private readonly HttpClient _http = new();

    private ServerSample(RunningProgram program, string readyLine, int httpPort, int grpcPort, int otlpPort)
    {
        _program = program;
        ReadyLine = readyLine;
        _http.BaseAddress = new Uri($"http://127.0.0.1:{httpPort}/");
        HttpPort = httpPort;
        GrpcEndpoint = $"127.0.0.1:{grpcPort}";
        OtlpHttp = new Uri($"http://127.0.0.1:{otlpPort}/v1/traces");
    }

    public string ReadyLine { get; }

    public int HttpPort { get; }

    public string GrpcEndpoint { get; }

    public Uri OtlpHttp { get; }

    public RunningProgram Program => _program;

    /// <summary>Starts it with more variables, or others, and waits until it says that it is ready.</summary>
    public static async Task<ServerSample> StartAsync(string directory, params (string Name, string Value)[] more)
    {
        var ports = FreePorts.Take(3);
        var environment = new Dictionary<string, string?>
        {
            ["Lumen__DataDirectory"] = directory,
            ["Lumen__HttpPort"] = Text(ports[0]),
            ["Lumen__OtlpGrpcPorts"] = Text(ports[1]),
            ["Lumen__OtlpHttpPort"] = Text(ports[2]),
            ["Lumen__Access"] = "Anonymous",
        };
        foreach (var (name, value) in more)
        {
            environment[name] = value;
        }

        var program = RunningProgram.Start(BuiltProgram.Sample("Lumen.Server"), [], environment);
        try
        {
            return new ServerSample(program, await program.WaitForLineAsync("Lumen is ready", Bound), ports[0], ports[1], ports[2]);
        }
        catch
        {
            await program.DisposeAsync();
            throw;
        }
    }

    /// <summary>Sends one span of a trace and waits for the acknowledgement.</summary>
    public async Task SendAsync(TraceId trace)
    {
        var span = new SpanBuilder { TraceId = trace, Name = "sold" };
        using var content = new ByteArrayContent(new OtlpRequestBuilder().Resource("shop").Scope("tests").Add(span).Encode());
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-protobuf");
        using var answer = await _http.PostAsync(OtlpHttp, content);
        Assert.True(answer.IsSuccessStatusCode, $"{answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
    }

    /// <summary>Changes what the server stores, showing a key.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string key)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative))
        {
            Headers = { { "x-lumen-change", "1" }, { "x-admin-key", key } },
        };
        return await _http.SendAsync(request);
    }

    /// <summary>Asks the server something.</summary>
    public Task<HttpResponseMessage> GetAsync(string path) => _http.GetAsync(new Uri(path, UriKind.Relative));

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _program.DisposeAsync();
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
