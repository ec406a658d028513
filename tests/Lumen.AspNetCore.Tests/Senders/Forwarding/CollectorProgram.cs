using Lumen.TestKit.Programs;

namespace Lumen.AspNetCore.Tests.Senders.Forwarding;

/// <summary>An OpenTelemetry Collector that takes OTLP over gRPC and forwards it to Lumen.</summary>
internal sealed class CollectorProgram : IAsyncDisposable
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(1);

    private readonly RunningProgram _program;
    private readonly string _file;

    private CollectorProgram(RunningProgram program, string file, Uri address)
    {
        _program = program;
        _file = file;
        Address = address;
    }

    /// <summary>Where it takes OTLP over gRPC.</summary>
    internal Uri Address { get; }

    /// <summary>Starts one.</summary>
    /// <param name="lumen">Lumen's address for OTLP over gRPC.</param>
    /// <param name="holdsBack">
    /// Whether it batches and queues, as it does by default; else a sender is answered when Lumen has answered, and nothing hides a loss.
    /// </param>
    internal static async Task<CollectorProgram> StartAsync(Uri lumen, bool holdsBack)
    {
        var port = FreePorts.Take(1)[0];
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, Configuration(port, lumen, holdsBack));
        var program = RunningProgram.Start(Path.Combine(await LoadProgram.UnpackAsync("clients"), "otelcol"), ["--config", file]);
        try
        {
            await program.WaitForLineAsync("Everything is ready", Bound);
        }
        catch
        {
            await program.DisposeAsync();
            throw;
        }

        return new CollectorProgram(program, file, new Uri($"http://127.0.0.1:{port}"));
    }

    /// <summary>Asks it to end, which sends what it holds.</summary>
    internal Task CloseAsync() => _program.TerminateAsync(Bound);

    public async ValueTask DisposeAsync()
    {
        await _program.DisposeAsync();
        File.Delete(_file);
    }

    private static string Configuration(int port, Uri lumen, bool holdsBack) =>
        $$"""
        receivers:
          otlp: { protocols: { grpc: { endpoint: "127.0.0.1:{{port}}" } } }
        processors:
          batch: {}
        exporters:
          otlp_grpc:
            endpoint: "{{lumen.Authority}}"
            tls: { insecure: true }
            {{(holdsBack ? string.Empty : "sending_queue: { enabled: false }")}}
        service:
          telemetry: { metrics: { level: none } }
          pipelines:
            traces: { receivers: [otlp], processors: [{{(holdsBack ? "batch" : string.Empty)}}], exporters: [otlp_grpc] }
        """;
}
