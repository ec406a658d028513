using System.Globalization;
using System.Text;

namespace Lumen.Benchmarks.WholeProcess;

/// <summary>The table of a load run: every round, and the median of each measure.</summary>
internal static class LoadTable
{
    private static readonly (string Name, string Format, Func<RoundResult, double> Value)[] Measures =
    [
        ("acknowledged spans", "N0", round => round.Spans),
        ("acknowledged spans/s", "N0", round => round.SpansPerSecond),
        ("request p50, ms", "N1", round => round.RequestP50),
        ("request p99, ms", "N1", round => round.RequestP99),
        ("server CPU a span, ns", "N0", round => round.CpuNanosPerSpan),
        ("spans a server CPU second", "N0", round => round.SpansPerCpuSecond),
        ("Collector CPU a span, ns", "N0", round => round.CollectorNanosPerSpan),
        ("server CPU / Collector CPU", "N2", round => round.TimesCollector),
        ("peak memory, MB", "N0", round => round.PeakMemoryMegabytes),
        ("peak memory at 10,000 spans/s, MB", "N0", round => round.PacedMemoryMegabytes),
        ("bucket bytes a span", "N1", round => round.BytesPerSpan),
        ("log and other files, MB", "N1", round => round.LogMegabytes),
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
            .AppendLine();
        AppendRow(text, "measure", rounds.Select((_, index) => $"round {index + 1}"), "median");
        AppendRow(text, "---", rounds.Select(_ => "---:"), "---:");
        foreach (var (name, format, value) in Measures)
        {
            AppendMeasure(text, name, format, rounds.Select(value));
        }

        foreach (var kind in rounds[0].Queries.Keys)
        {
            AppendMeasure(text, $"{kind} p50, ms", "N2", rounds.Select(round => round.Queries[kind].P50));
            AppendMeasure(text, $"{kind} p99, ms", "N2", rounds.Select(round => round.Queries[kind].P99));
        }

        return text.ToString();
    }

    private static void AppendMeasure(StringBuilder text, string name, string format, IEnumerable<double> values)
    {
        var all = values.ToList();
        var median = all.Order().ElementAt((all.Count - 1) / 2);
        AppendRow(text, name, all.Select(Print), $"**{Print(median)}**");

        string Print(double value) => value.ToString(format, CultureInfo.InvariantCulture);
    }

    private static void AppendRow(StringBuilder text, string name, IEnumerable<string> rounds, string median) =>
        text.AppendLine(CultureInfo.InvariantCulture, $"| {name} | {string.Join(" | ", rounds)} | {median} |");
}
