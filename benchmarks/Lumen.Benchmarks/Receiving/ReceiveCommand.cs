using System.Globalization;
using System.Text;
using Lumen.Benchmarks.WholeProcess;
using Lumen.TestKit.Programs;

namespace Lumen.Benchmarks.Receiving;

/// <summary>
/// <c>receive [ROUNDS] [DURATION]</c>: what a span costs until it is read and handed to a store that keeps nothing, over each transport,
/// beside a Collector that does the same.
/// </summary>
internal static class ReceiveCommand
{
    // The first seconds of a process are spent in code that is not optimised yet, which no server stays in.
    private const string WarmUp = "8s";

    private static readonly (string Name, bool Http, string[] Flags)[] Transports =
    [
        ("gRPC", false, []),
        ("gRPC, gzip", false, ["--gzip"]),
        ("HTTP, protobuf", true, ["--protocol", "http"]),
        ("HTTP, protobuf, gzip", true, ["--protocol", "http", "--gzip"]),
        ("HTTP, JSON", true, ["--protocol", "http-json"]),
    ];

    public static async Task<int> RunAsync(string[] arguments)
    {
        var rounds = arguments.Length > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : 3;
        var duration = arguments.Length > 1 ? arguments[1] : "10s";
        List<string> lines =
        [
            Row("transport", "CPU a span, ns", "beside the Collector", "bytes allocated a span"),
            Row("---", "---:", "---:", "---:"),
        ];
        foreach (var (name, http, flags) in Transports)
        {
            var measured = new List<(double Own, double Bytes, double Collector)>();
            for (var round = 0; round < rounds; round++)
            {
                var (cpu, bytes) = await MeasureOwnAsync(http, duration, flags);
                measured.Add((cpu, bytes, await MeasureCollectorAsync(http, duration, flags)));
            }

            var own = Median(measured.Select(pair => pair.Own));
            var times = Median(measured.Select(pair => pair.Own / pair.Collector));
            var allocated = Median(measured.Select(pair => pair.Bytes));
            lines.Add(Row(name, Print(own, "N0"), Print(times, "N2"), Print(allocated, "N1")));
            Console.Error.WriteLine(lines[^1]);
        }

        await WriteAsync(lines, $"dotnet run -c Release --project benchmarks/Lumen.Benchmarks -- receive {rounds} {duration}");
        return 0;
    }

    private static async Task<(double Cpu, double Bytes)> MeasureOwnAsync(bool http, string duration, string[] flags)
    {
        await using var process = await ReceivingProcess.StartAsync();
        await SendAsync(process.Address(http), WarmUp, flags);
        var before = await process.CountAsync();
        var cpu = await MeasureAsync(process.Id, process.Address(http), duration, flags);
        var after = await process.CountAsync();
        return (cpu, (double)(after.AllocatedBytes - before.AllocatedBytes) / (after.Spans - before.Spans));
    }

    private static async Task<double> MeasureCollectorAsync(bool http, string duration, string[] flags)
    {
        await using var collector = await CollectorUnderLoad.StartAsync(http);
        await SendAsync(collector.Address, WarmUp, flags);
        return await MeasureAsync(collector.ProcessId, collector.Address, duration, flags);
    }

    private static async Task<double> MeasureAsync(int process, string address, string duration, string[] flags)
    {
        var before = await ProcessUsage.WhenQuietAsync(process);
        var spans = await SendAsync(address, duration, flags);
        var after = await ProcessUsage.WhenQuietAsync(process);
        return (after.Cpu - before.Cpu).TotalNanoseconds / spans;
    }

    private static async Task<long> SendAsync(string address, string duration, string[] flags)
    {
        var (exitCode, report) = await LoadProgram.RunAsync(["send", "--quiet", "--endpoint", address, "--duration", duration, .. flags]);
        return exitCode == 0
            ? report.GetProperty("spans_acknowledged").GetInt64()
            : throw new InvalidOperationException($"otlpload ended with {exitCode}: {report}");
    }

    private static string Row(params string[] cells) => $"| {string.Join(" | ", cells)} |";

    private static string Print(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    private static double Median(IEnumerable<double> values)
    {
        var all = values.Order().ToList();
        return all[(all.Count - 1) / 2];
    }

    private static async Task WriteAsync(IEnumerable<string> table, string command)
    {
        var text = new StringBuilder()
            .AppendLine("# Receiving")
            .AppendLine()
            .AppendLine(CultureInfo.InvariantCulture, $"`{command}` on {Machine.Description}.")
            .AppendLine()
            .AppendLine("From the socket until a store that keeps nothing has the batch: server, framing, decompression, reading and")
            .AppendLine("judging of every field, pipeline. The Collector receives, counts and drops the same load in the same round, on")
            .AppendLine("the same cores; medians, after a warm-up.")
            .AppendLine()
            .AppendJoin('\n', table)
            .AppendLine();
        Console.WriteLine(text);
        await File.WriteAllTextAsync(Path.Combine(TestKit.Require.Repository, "benchmarks", "results", "receive.md"), text.ToString());
    }
}
