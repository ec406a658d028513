using System.Text.Json;
using Lumen.Benchmarks.Probe;
using Lumen.TestKit.Programs;

namespace Lumen.Benchmarks.WholeProcess;

/// <summary>One round: a fresh server takes the load and answers queries, a fresh Collector and the probe the same load.</summary>
internal static class LoadRound
{
    /// <summary>All that the load generator can ask but the dependency graph, which there is none of yet.</summary>
    private const string QueryKinds =
        "trace-by-id,search-service,search-service-operation,search-service-common-tag,search-service-rare-tag,search-rare-tag,"
        + "search-service-min-duration,list-services,list-operations";

    /// <summary>A pace at which a server is mostly idle, and for how long it is kept: long enough for memory to settle.</summary>
    private static readonly string[] Pace = ["--rate", "10000", "--duration", "30s"];

    /// <summary>Two windows of the default size: what may still be in the log and not in a bucket.</summary>
    private const long SpansOutsideBuckets = 2 * 65_536;

    /// <param name="amount">How many spans, or for how long.</param>
    /// <param name="probe">The probe; null where there is none.</param>
    public static async Task<RoundResult> RunAsync(string amount, ColumnarProbe? probe)
    {
        string[] much = amount.All(char.IsAsciiDigit) ? ["--spans", amount] : ["--duration", amount];
        await using var server = await ServerUnderLoad.StartAsync();
        var before = ProcessUsage.Of(server.ProcessId);
        var sent = await SendAsync(server.OtlpGrpc, [.. much, "--ledger", server.Ledger]);
        var spans = sent.GetProperty("spans_acknowledged").GetInt64();
        var usage = await ProcessUsage.WhenQuietAsync(server.ProcessId);
        var collector = await MeasureCollectorAsync(much);
        await DemandAsync("verify", "--ledger", server.Ledger, "--api", "jaeger-v3", "--endpoint", server.Jaeger, "--sample", "2000");
        var queries = await DemandAsync(
            "query", "--ledger", server.Ledger, "--api", "jaeger-v3", "--endpoint", server.Jaeger, "--seconds", "4", "--kinds", QueryKinds);
        DemandRight(queries);
        var latency = sent.GetProperty("request_latency_ms");
        return new RoundResult(
            spans,
            sent.GetProperty("acknowledged_spans_per_second").GetDouble(),
            latency.GetProperty("p50").GetDouble(),
            latency.GetProperty("p99").GetDouble(),
            NanosPerSpan(usage.Cpu - before.Cpu, spans),
            collector,
            usage.PeakMemoryBytes / 1e6,
            await MeasurePacedMemoryAsync() / 1e6,
            (double)server.DiskBytes(IsBucket) / Math.Max(1, spans - SpansOutsideBuckets),
            server.DiskBytes(file => !IsBucket(file)) / 1e6,
            await TimesAsync(server, queries),
            probe is null ? null : await probe.RunAsync(spans));
    }

    private static async Task<Dictionary<string, (double P50, double P99)>> TimesAsync(ServerUnderLoad server, JsonElement queries)
    {
        var kinds = queries.GetProperty("kinds").EnumerateArray().ToDictionary(kind => kind.GetProperty("kind").GetString()!);
        var times = kinds.ToDictionary(
            kind => kind.Key, kind => (kind.Value.GetProperty("p50_ms").GetDouble(), kind.Value.GetProperty("p99_ms").GetDouble()));
        var example = new Uri(kinds["search-service-min-duration"].GetProperty("example").GetString()!);
        times.Add(SummaryQueries.Kind, await SummaryQueries.MeasureAsync(server.Page, example));
        return times;
    }

    private static async Task<long> MeasurePacedMemoryAsync()
    {
        await using var server = await ServerUnderLoad.StartAsync();
        await SendAsync(server.OtlpGrpc, Pace);
        return ProcessUsage.Of(server.ProcessId).PeakMemoryBytes;
    }

    private static async Task<double> MeasureCollectorAsync(string[] much)
    {
        await using var collector = await CollectorUnderLoad.StartAsync();
        var before = ProcessUsage.Of(collector.ProcessId);
        var sent = await SendAsync(collector.Address, much);
        var after = await ProcessUsage.WhenQuietAsync(collector.ProcessId);
        return NanosPerSpan(after.Cpu - before.Cpu, sent.GetProperty("spans_acknowledged").GetInt64());
    }

    private static Task<JsonElement> SendAsync(string endpoint, params string[] more) =>
        DemandAsync(["send", "--quiet", "--endpoint", endpoint, .. more]);

    /// <summary>A quick answer is worth nothing that lacks what was acknowledged.</summary>
    private static void DemandRight(JsonElement queries)
    {
        foreach (var kind in queries.GetProperty("kinds").EnumerateArray())
        {
            string[] faults = ["errors", "empty_that_must_not_be", "without_the_expected_trace"];
            if (faults.Any(fault => kind.TryGetProperty(fault, out var count) && count.GetInt64() > 0))
            {
                throw new InvalidOperationException($"Answers lack what was acknowledged: {kind}");
            }
        }
    }

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
