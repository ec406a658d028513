using System.Text.Json;
using Lumen.TestKit.Programs;

namespace Lumen.Benchmarks.WholeProcess;

/// <summary>One round: a fresh server takes the load and answers queries, then a fresh Collector takes the same load.</summary>
internal static class LoadRound
{
    private const string QueryKinds =
        "trace-by-id,search-service,search-service-operation,search-service-min-duration,list-services,list-operations";

    /// <summary>Two windows of the default size: what may still be in the log and not in a bucket.</summary>
    private const long SpansOutsideBuckets = 2 * 65_536;

    public static async Task<RoundResult> RunAsync(string duration)
    {
        await using var server = await ServerUnderLoad.StartAsync();
        var before = ProcessUsage.Of(server.ProcessId);
        var sent = await SendAsync(server.OtlpGrpc, duration, "--ledger", server.Ledger);
        var spans = sent.GetProperty("spans_acknowledged").GetInt64();
        var usage = await ProcessUsage.WhenQuietAsync(server.ProcessId);
        var collector = await MeasureCollectorAsync(duration);
        await DemandAsync("verify", "--ledger", server.Ledger, "--api", "jaeger-v3", "--endpoint", server.Jaeger, "--sample", "2000");
        var queries = await DemandAsync(
            "query", "--ledger", server.Ledger, "--api", "jaeger-v3", "--endpoint", server.Jaeger, "--seconds", "4", "--kinds", QueryKinds);
        var latency = sent.GetProperty("request_latency_ms");
        return new RoundResult(
            spans,
            sent.GetProperty("acknowledged_spans_per_second").GetDouble(),
            latency.GetProperty("p50").GetDouble(),
            latency.GetProperty("p99").GetDouble(),
            NanosPerSpan(usage.Cpu - before.Cpu, spans),
            collector,
            usage.PeakMemoryBytes / 1e6,
            (double)server.DiskBytes(IsBucket) / Math.Max(1, spans - SpansOutsideBuckets),
            server.DiskBytes(file => !IsBucket(file)) / 1e6,
            queries.GetProperty("kinds").EnumerateArray().ToDictionary(
                kind => kind.GetProperty("kind").GetString()!,
                kind => (kind.GetProperty("p50_ms").GetDouble(), kind.GetProperty("p99_ms").GetDouble())));
    }

    private static async Task<double> MeasureCollectorAsync(string duration)
    {
        await using var collector = await CollectorUnderLoad.StartAsync();
        var before = ProcessUsage.Of(collector.ProcessId);
        var sent = await SendAsync(collector.Address, duration);
        var after = await ProcessUsage.WhenQuietAsync(collector.ProcessId);
        return NanosPerSpan(after.Cpu - before.Cpu, sent.GetProperty("spans_acknowledged").GetInt64());
    }

    private static Task<JsonElement> SendAsync(string endpoint, string duration, params string[] more) =>
        DemandAsync(["send", "--quiet", "--endpoint", endpoint, "--duration", duration, .. more]);

    private static async Task<JsonElement> DemandAsync(params string[] arguments)
    {
        var (exitCode, report) = await LoadProgram.RunAsync(arguments);
        return exitCode == 0
            ? report
            : throw new InvalidOperationException($"otlpload {arguments[0]} ended with {exitCode}: {report}");
    }

    private static double NanosPerSpan(TimeSpan cpu, long spans) => cpu.TotalNanoseconds / spans;

    private static bool IsBucket(FileInfo file) => file.Name.Contains("bucket", StringComparison.Ordinal);
}
