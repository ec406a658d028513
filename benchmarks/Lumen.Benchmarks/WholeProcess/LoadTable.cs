using System.Globalization;
using System.Text;
using Lumen.Benchmarks.Probe;

namespace Lumen.Benchmarks.WholeProcess;

/// <summary>The table of a load run: every round, the median of each measure, and what the probe needs for it.</summary>
internal static class LoadTable
{
    private const string Absent = "absent";

    private static readonly Measure[] Measures =
    [
        new("acknowledged spans", "N0", round => round.Spans),
        new("acknowledged spans/s", "N0", round => round.SpansPerSecond),
        new("request p50, ms", "N1", round => round.RequestP50),
        new("request p99, ms", "N1", round => round.RequestP99),
        new("server CPU a span, ns", "N0", round => round.CpuNanosPerSpan, probe => probe.CpuNanosPerSpan),
        new("spans a server CPU second", "N0", round => round.SpansPerCpuSecond),
        new("Collector CPU a span, ns", "N0", round => round.CollectorNanosPerSpan),
        new("server CPU / Collector CPU", "N2", round => round.TimesCollector),
        new("peak memory, MB", "N0", round => round.PeakMemoryMegabytes),
        new("peak memory at 10,000 spans/s, MB", "N0", round => round.PacedMemoryMegabytes),
        new("bucket bytes a span", "N1", round => round.BytesPerSpan, probe => probe.BytesPerSpan),
        new("log and other files, MB", "N1", round => round.LogMegabytes),
    ];

    public static string Of(IReadOnlyList<RoundResult> rounds, string command)
    {
        var text = new StringBuilder()
            .AppendLine("# The server under load")
            .AppendLine()
            .AppendLine(CultureInfo.InvariantCulture, $"`{command}` on {Machine.Description}.")
            .AppendLine()
            .AppendLine("Everything runs on the same cores, the load included. CPU is counted until the last seal has ended; the Collector")
            .AppendLine("receives, counts and drops the same load in the same round; bytes a span are those of the buckets over all spans")
            .AppendLine("but two windows' worth, which may still be in the log.")
            .AppendLine()
            .AppendLine("The probe shows how little the store's part can cost: one thread from the bytes of requests in memory to a sealed")
            .AppendLine("bucket of up to a million of these spans, without receiving them; and queries to ten buckets with as many spans,")
            .AppendLine("in process, where the server's answers are JSON over HTTP.")
            .AppendLine()
            .AppendLine("Searches go through the Jaeger API, which answers with every span of twenty traces, 1.4 to 1.8 MB for slow ones;")
            .AppendLine("the last one goes through Lumen's own query API, which answers with summaries.")
            .AppendLine();
        AppendRow(text, "measure", rounds.Select((_, index) => $"round {index + 1}"), "median", "probe", "times the probe");
        AppendRow(text, "---", rounds.Select(_ => "---:"), "---:", "---:", "---:");
        foreach (var measure in Measures.Concat(rounds[0].Queries.Keys.SelectMany(TimesOf)))
        {
            AppendMeasure(text, measure, rounds);
        }

        return text.ToString();
    }

    private static Measure[] TimesOf(string kind)
    {
        Func<ProbeResult, (double P50, double P99)>? probe = kind switch
        {
            "trace-by-id" => result => result.TraceById,
            "search-service" => result => result.RecentTraces,
            _ => null,
        };
        return
        [
            new($"{kind} p50, ms", "N2", round => round.Queries[kind].P50, probe is null ? null : result => probe(result).P50),
            new($"{kind} p99, ms", "N2", round => round.Queries[kind].P99, probe is null ? null : result => probe(result).P99),
        ];
    }

    private static void AppendMeasure(StringBuilder text, Measure measure, IReadOnlyList<RoundResult> rounds)
    {
        var (probe, times) = measure.Probe is null ? (string.Empty, string.Empty) : (Absent, string.Empty);
        if (measure.Probe is { } read && rounds.All(round => round.Probe is not null))
        {
            probe = Print(Median(rounds.Select(round => read(round.Probe!))));
            times = Median(rounds.Select(round => measure.Value(round) / read(round.Probe!))).ToString("N2", CultureInfo.InvariantCulture);
        }

        var values = rounds.Select(measure.Value).ToList();
        AppendRow(text, measure.Name, values.Select(Print), $"**{Print(Median(values))}**", probe, times);

        string Print(double value) => value.ToString(measure.Format, CultureInfo.InvariantCulture);
    }

    private static double Median(IEnumerable<double> values)
    {
        var all = values.Order().ToList();
        return all[(all.Count - 1) / 2];
    }

    private static void AppendRow(StringBuilder text, string name, IEnumerable<string> rounds, params string[] last) =>
        text.AppendLine(CultureInfo.InvariantCulture, $"| {string.Join(" | ", [name, .. rounds, .. last])} |");

    /// <summary>A row: what it is of a round, and of the probe where it does the same.</summary>
    private sealed record Measure(
        string Name, string Format, Func<RoundResult, double> Value, Func<ProbeResult, double>? Probe = null);
}
