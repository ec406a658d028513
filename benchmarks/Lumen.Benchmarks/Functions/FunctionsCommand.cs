using System.Globalization;
using System.Text;
using BenchmarkDotNet.Engines;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using Lumen.Benchmarks.WholeProcess;
using Lumen.TestKit;

namespace Lumen.Benchmarks.Functions;

/// <summary>
/// <c>functions [CLASS...]</c>: every function, or those of some classes, in short runs of BenchmarkDotNet in this process. Writes a table
/// for each class.
/// </summary>
internal static class FunctionsCommand
{
    private const string Command = "dotnet run -c Release --project benchmarks/Lumen.Benchmarks -- functions";

    public static async Task<int> RunAsync(string[] classes)
    {
        string[] filters = classes.Length == 0 ? ["*"] : [.. classes.Select(name => $"*.{name}.*")];
        var summaries = BenchmarkSwitcher
            .FromAssembly(typeof(FunctionsCommand).Assembly)
            .Run(["--job", "short", "--inProcess", "--join", "false", "--filter", .. filters])
            .ToList();
        foreach (var reports in summaries.SelectMany(summary => summary.Reports).GroupBy(NameOf))
        {
            var table = TableOf(reports.Key, reports);
            Console.WriteLine(table);
            var file = $"{reports.Key}.md";
            await File.WriteAllTextAsync(Path.Combine(Require.Repository, "benchmarks", "results", "functions", file), table);
        }

        return summaries.Count > 0 && summaries.All(summary => summary.Reports.All(report => report.Success)) ? 0 : 1;
    }

    private static string NameOf(BenchmarkReport report) => report.BenchmarkCase.Descriptor.Type.Name;

    private static string TableOf(string name, IEnumerable<BenchmarkReport> reports)
    {
        var text = new StringBuilder()
            .AppendLine(CultureInfo.InvariantCulture, $"# {name}")
            .AppendLine()
            .AppendLine(CultureInfo.InvariantCulture, $"`{Command} {name}`")
            .AppendLine(CultureInfo.InvariantCulture, $"on {Machine.Description}. The class says what an operation is.")
            .AppendLine(CultureInfo.InvariantCulture, $"{Machine.LoadDescription}")
            .AppendLine()
            .AppendLine("| function | median | least | bytes allocated |")
            .AppendLine("| --- | ---: | ---: | ---: |");
        foreach (var report in reports)
        {
            var statistics = report.ResultStatistics;
            string[] cells =
            [
                report.BenchmarkCase.Descriptor.WorkloadMethod.Name + ParametersOf(report.BenchmarkCase),
                Print(statistics?.Median), Print(statistics?.Min), BytesOf(report.GcStats),
            ];
            text.AppendLine(CultureInfo.InvariantCulture, $"| {string.Join(" | ", cells)} |");
        }

        return text.ToString();
    }

    /// <summary>A span's share of what a request allocates is a fraction of a byte.</summary>
    private static string BytesOf(GcStats memory)
    {
        var bytes = memory.GetTotalAllocatedBytes(excludeAllocationQuantumSideEffects: true) ?? 0;
        var each = (double)bytes / Math.Max(1, memory.TotalOperations);
        return each.ToString(each < 10 ? "0.##" : "N0", CultureInfo.InvariantCulture);
    }

    private static string ParametersOf(BenchmarkCase benchmark) =>
        benchmark.HasParameters ? $", {benchmark.Parameters.PrintInfo}" : string.Empty;

    private static string Print(double? nanos) => nanos switch
    {
        null => "failed",
        < 1e3 => string.Create(CultureInfo.InvariantCulture, $"{nanos:F1} ns"),
        < 1e6 => string.Create(CultureInfo.InvariantCulture, $"{nanos / 1e3:F2} us"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{nanos / 1e6:F2} ms"),
    };
}
