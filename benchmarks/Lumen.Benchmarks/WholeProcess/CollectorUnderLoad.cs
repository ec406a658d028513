using Lumen.TestKit.Programs;

namespace Lumen.Benchmarks.WholeProcess;

/// <summary>
/// An OpenTelemetry Collector that receives, counts and drops: what the transport and the decoding alone cost another program.
/// </summary>
internal sealed class CollectorUnderLoad : IAsyncDisposable
{
    private static readonly TimeSpan StartBound = TimeSpan.FromSeconds(30);

    private readonly string _configuration = Path.GetTempFileName();
    private readonly RunningProgram _program;

    private CollectorUnderLoad(string program, int port, bool http)
    {
        Address = $"127.0.0.1:{port}";
        File.WriteAllText(_configuration, $$"""
            receivers: { otlp: { protocols: { {{(http ? "http" : "grpc")}}: { endpoint: "{{Address}}" } } } }
            exporters: { debug: { verbosity: basic } }
            service:
              telemetry: { metrics: { level: none } }
              pipelines: { traces: { receivers: [otlp], exporters: [debug] } }
            """);
        _program = RunningProgram.Start(program, ["--config", _configuration]);
    }

    public string Address { get; }

    public int ProcessId => _program.Id;

    /// <summary>Starts one that takes OTLP over gRPC, or over HTTP.</summary>
    public static async Task<CollectorUnderLoad> StartAsync(bool http = false)
    {
        var program = Path.Combine(await LoadProgram.UnpackAsync("clients"), "otelcol");
        var collector = new CollectorUnderLoad(program, FreePorts.Take(1)[0], http);
        await collector._program.WaitForLineAsync("Everything is ready", StartBound);
        return collector;
    }

    public async ValueTask DisposeAsync()
    {
        await _program.DisposeAsync();
        File.Delete(_configuration);
    }
}
