using System.Globalization;
using System.Text;
using Lumen.Benchmarks.WholeProcess;
using Lumen.TestKit;

namespace Lumen.Benchmarks.LowRates;

/// <summary>
/// <c>low [MINUTES]</c>: what the whole server takes while it is sent nothing, one span a minute, and 50 spans a second; three servers at
/// the same time, for so many minutes, ten unless it is said. Writes the table.
/// </summary>
internal static class LowRateCommand
{
    /// <summary>Until code that a start leaves behind to be compiled is compiled.</summary>
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(30);

    public static async Task<int> RunAsync(string[] arguments)
    {
        var minutes = arguments.Length > 0 ? double.Parse(arguments[0], CultureInfo.InvariantCulture) : 10;
        await using var nothing = await LowRateServer.StartAsync();
        await using var minute = await LowRateServer.StartAsync();
        await using var fifty = await LowRateServer.StartAsync();
        await Task.Delay(Settle);
        var time = TimeSpan.FromMinutes(minutes);
        var results = await Task.WhenAll(
            nothing.MeasureAsync(LowRateServer.SendNothingAsync, time),
            minute.MeasureAsync(LowRateServer.SendOneAMinuteAsync, time),
            fifty.MeasureAsync(LowRateServer.SendFiftyASecondAsync, time));
        var table = TableOf(results, $"dotnet run -c Release --project benchmarks/Lumen.Benchmarks -- low {minutes:G}");
        Console.WriteLine(table);
        await File.WriteAllTextAsync(Path.Combine(Require.Repository, "benchmarks", "results", "low-rates.md"), table);
        return 0;
    }

    private static string TableOf(IReadOnlyList<LowRateResult> results, string command)
    {
        var text = new StringBuilder()
            .AppendLine("# Low rates")
            .AppendLine()
            .AppendLine(CultureInfo.InvariantCulture, $"`{command}` on {Machine.Description}.")
            .AppendLine()
            .AppendLine("Three servers at the same time, half a minute after their start; the load is that of all other tables, 50 spans")
            .AppendLine("a second. A wake-up is a voluntary switch of a thread. The bucket is ended by a backup, as an hour would end it.")
            .AppendLine()
            .AppendLine("| | nothing | one span a minute | 50 spans a second |")
            .AppendLine("| --- | ---: | ---: | ---: |");
        AppendRow("acknowledged spans", "N0", result => result.Spans);
        AppendRow("CPU, seconds an hour", "N1", result => result.CpuSecondsAnHour);
        AppendRow("wake-ups a second", "N1", result => result.WakeUps);
        AppendRow("written to files before the seal, KB", "N0", result => result.BytesWritten / 1e3);
        AppendRow("sealed bucket, bytes", "N0", result => result.BucketBytes);
        AppendRow("sealed bucket, bytes a span", "N1", result => (double)result.BucketBytes / Math.Max(1, result.Spans));
        AppendRow("log and other files, MB", "N1", result => result.OtherBytes / 1e6);
        return text.ToString();

        void AppendRow(string name, string format, Func<LowRateResult, double> value)
        {
            var values = results.Select(result => value(result).ToString(format, CultureInfo.InvariantCulture));
            text.AppendLine(CultureInfo.InvariantCulture, $"| {name} | {string.Join(" | ", values)} |");
        }
    }
}
