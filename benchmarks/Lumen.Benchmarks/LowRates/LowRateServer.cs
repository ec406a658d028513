using System.Net.Http.Headers;
using Lumen.Benchmarks.WholeProcess;
using Lumen.TestKit;
using Lumen.TestKit.Programs;

namespace Lumen.Benchmarks.LowRates;

/// <summary>A server that is sent little or nothing.</summary>
internal sealed class LowRateServer : IAsyncDisposable
{
    private static readonly TimeSpan CountPeriod = TimeSpan.FromSeconds(10);

    private readonly ServerUnderLoad _server;
    private readonly IdleUsage _usage;

    private LowRateServer(ServerUnderLoad server)
    {
        _server = server;
        _usage = new IdleUsage(server.ProcessId);
    }

    public static async Task<LowRateServer> StartAsync() => new(await ServerUnderLoad.StartAsync());

    /// <summary>Sends it something at its pace for a time and says what that took, the start of the process apart.</summary>
    /// <param name="pace">Sends for so long, and says how many spans.</param>
    /// <param name="time">How long.</param>
    public async Task<LowRateResult> MeasureAsync(Func<ServerUnderLoad, TimeSpan, Task<long>> pace, TimeSpan time)
    {
        _usage.Begin();
        var sending = pace(_server, time);
        for (var left = time; left > TimeSpan.Zero; left -= CountPeriod)
        {
            await Task.Delay(left < CountPeriod ? left : CountPeriod);
            _usage.CountWakeUps();
        }

        var (cpu, wakeUps, written) = (_usage.Cpu, _usage.WakeUps, _usage.BytesWritten);
        var spans = await sending;
        await _server.SealAsync();
        var bucket = _server.DiskBytes(file => file.Name.Contains("bucket", StringComparison.Ordinal));
        return new LowRateResult(spans, cpu / time, wakeUps / time.TotalSeconds, written, bucket, _server.DiskBytes(_ => true) - bucket);
    }

    /// <summary>Nothing at all.</summary>
    public static async Task<long> SendNothingAsync(ServerUnderLoad server, TimeSpan time)
    {
        await Task.Delay(time);
        return 0;
    }

    /// <summary>The load generator's own spans, each service in requests of its own.</summary>
    public static async Task<long> SendFiftyASecondAsync(ServerUnderLoad server, TimeSpan time)
    {
        var (exitCode, report) = await LoadProgram.RunAsync(
            "send", "--quiet", "--endpoint", server.OtlpGrpc, "--rate", "50", "--duration", $"{time.TotalSeconds:F0}s");
        return exitCode == 0
            ? report.GetProperty("spans_acknowledged").GetInt64()
            : throw new InvalidOperationException($"otlpload ended with {exitCode}: {report}");
    }

    /// <summary>A request of one span every minute.</summary>
    public static async Task<long> SendOneAMinuteAsync(ServerUnderLoad server, TimeSpan time)
    {
        using var client = new HttpClient();
        var typical = new TypicalOtlp(1);
        var (resource, spans) = (typical.NextResource(), 0L);
        for (var left = time; left > TimeSpan.Zero; left -= TimeSpan.FromMinutes(1))
        {
            var request = new OtlpRequestBuilder().Resource(resource).Scope("Shop.Instrumentation", "1.12.0").Add(typical.NextSpan());
            using var body = new ByteArrayContent(request.Encode());
            body.Headers.ContentType = new MediaTypeHeaderValue("application/x-protobuf");
            using var response = await client.PostAsync(server.OtlpHttp, body);
            response.EnsureSuccessStatusCode();
            spans++;
            await Task.Delay(left < TimeSpan.FromMinutes(1) ? left : TimeSpan.FromMinutes(1));
        }

        return spans;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
