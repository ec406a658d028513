using System.Globalization;
using System.Text;
using Lumen.Benchmarks.WholeProcess;
using Lumen.TestKit;
using Lumen.TestKit.Programs;

namespace Lumen.Benchmarks.Receiving;

/// <summary>
/// <c>warm-up [ROUNDS]</c>: what a span costs until it is received in the first seconds of a process that is loaded at once, while its code
/// is compiled, and compiled again better.
/// </summary>
internal static class WarmUpCommand
{
    private const int Steps = 8;
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(2);

    public static async Task<int> RunAsync(string[] arguments)
    {
        var rounds = arguments.Length > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : 3;
        var measured = new List<IReadOnlyList<WarmUpStep>>();
        for (var round = 0; round < rounds; round++)
        {
            measured.Add(await MeasureAsync());
        }

        var table = TableOf(measured, $"dotnet run -c Release --project benchmarks/Lumen.Benchmarks -- warm-up {rounds}");
        Console.WriteLine(table);
        await File.WriteAllTextAsync(Path.Combine(Require.Repository, "benchmarks", "results", "warm-up.md"), table);
        return 0;
    }

    private static async Task<IReadOnlyList<WarmUpStep>> MeasureAsync()
    {
        await using var process = await ReceivingProcess.StartAsync();
        var seconds = (Step * (Steps + 1)).TotalSeconds.ToString(CultureInfo.InvariantCulture);
        var sending = LoadProgram.RunAsync(
            "send", "--quiet", "--endpoint", process.Address(http: false), "--duration", $"{seconds}s");
        var steps = new List<WarmUpStep>();
        var (cpu, counts) = (ProcessUsage.Of(process.Id).Cpu, await process.CountAsync());
        for (var step = 0; step < Steps; step++)
        {
            await Task.Delay(Step);
            var (cpuNow, countsNow) = (ProcessUsage.Of(process.Id).Cpu, await process.CountAsync());
            var spans = Math.Max(1, countsNow.Spans - counts.Spans);
            steps.Add(new WarmUpStep(
                spans, (cpuNow - cpu).TotalNanoseconds / spans, (double)(countsNow.AllocatedBytes - counts.AllocatedBytes) / spans));
            (cpu, counts) = (cpuNow, countsNow);
        }

        await sending;
        return steps;
    }

    private static string TableOf(IReadOnlyList<IReadOnlyList<WarmUpStep>> rounds, string command)
    {
        var text = new StringBuilder()
            .AppendLine("# The first seconds")
            .AppendLine()
            .AppendLine(CultureInfo.InvariantCulture, $"`{command}` on {Machine.Description}.")
            .AppendLine()
            .AppendLine("A process that has just started receives over gRPC as much as it can, to a store that keeps nothing, on the cores")
            .AppendLine("that the load is made on. Medians over the rounds.")
            .AppendLine()
            .AppendLine("| seconds | spans/s | CPU a span, ns | bytes allocated a span |")
            .AppendLine("| --- | ---: | ---: | ---: |");
        for (var step = 0; step < Steps; step++)
        {
            var values = rounds.Select(round => round[step]).ToList();
            var spans = Median(values, value => value.Spans) / Step.TotalSeconds;
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"| {(Step * step).TotalSeconds} to {(Step * (step + 1)).TotalSeconds} | {spans:N0} "
                + $"| {Median(values, value => value.CpuNanos):N0} | {Median(values, value => value.AllocatedBytes):N1} |");
        }

        return text.ToString();
    }

    private static double Median(IEnumerable<WarmUpStep> steps, Func<WarmUpStep, double> value)
    {
        var all = steps.Select(value).Order().ToList();
        return all[(all.Count - 1) / 2];
    }

    private readonly record struct WarmUpStep(long Spans, double CpuNanos, double AllocatedBytes);
}
