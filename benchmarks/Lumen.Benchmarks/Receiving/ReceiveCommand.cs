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
    private static readonly TimeSpan StartBound = TimeSpan.FromMinutes(1);

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
        var lines = new List<string> { "| transport | CPU a span, ns | beside the Collector |", "| --- | ---: | ---: |" };
        foreach (var (name, http, flags) in Transports)
        {
            var measured = new List<(double Own, double Collector)>();
            for (var round = 0; round < rounds; round++)
            {
                measured.Add((await MeasureOwnAsync(http, duration, flags), await MeasureCollectorAsync(http, duration, flags)));
            }

            var own = Median(measured.Select(pair => pair.Own));
            var times = Median(measured.Select(pair => pair.Own / pair.Collector));
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"| {name} | {own:N0} | {times:N2} |"));
            Console.Error.WriteLine(lines[^1]);
        }

        await WriteAsync(lines, $"dotnet run -c Release --project benchmarks/Lumen.Benchmarks -- receive {rounds} {duration}");
        return 0;
    }

    private static async Task<double> MeasureOwnAsync(bool http, string duration, string[] flags)
    {
        await using var worker = RunningProgram.Start(typeof(ReceiveCommand).Assembly.Location, [ReceivingWorker.Command]);
        var line = await worker.WaitForLineAsync(ReceivingWorker.Ready, StartBound);
        var address = line[ReceivingWorker.Ready.Length..].Split(' ')[http ? 1 : 0];
        return await MeasureAsync(worker.Id, address, duration, flags);
    }

    private static async Task<double> MeasureCollectorAsync(bool http, string duration, string[] flags)
    {
        await using var collector = await CollectorUnderLoad.StartAsync(http);
        return await MeasureAsync(collector.ProcessId, collector.Address, duration, flags);
    }

    private static async Task<double> MeasureAsync(int process, string address, string duration, string[] flags)
    {
        await SendAsync(address, WarmUp, flags);
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
