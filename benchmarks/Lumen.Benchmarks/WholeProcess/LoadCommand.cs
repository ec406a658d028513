using System.Globalization;
using Lumen.Benchmarks.Probe;

namespace Lumen.Benchmarks.WholeProcess;

/// <summary>
/// <c>load [ROUNDS] [SPANS]</c>: measures the whole server under load, beside a Collector and the probe, and writes the table. With
/// so many spans, or for a duration such as <c>20s</c>.
/// </summary>
internal static class LoadCommand
{
    public static async Task<int> RunAsync(string[] arguments)
    {
        var rounds = arguments.Length > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : 3;
        var amount = arguments.Length > 1 ? arguments[1] : "3000000";
        using var probe = await ColumnarProbe.BuildAsync();
        var results = new List<RoundResult>();
        for (var round = 1; round <= rounds; round++)
        {
            Console.Error.WriteLine($"Round {round} of {rounds}");
            results.Add(await LoadRound.RunAsync(amount, probe));
        }

        var table = LoadTable.Of(results, $"dotnet run -c Release --project benchmarks/Lumen.Benchmarks -- load {rounds} {amount}");
        Console.WriteLine(table);
        await File.WriteAllTextAsync(Path.Combine(TestKit.Require.Repository, "benchmarks", "results", $"load-{amount}.md"), table);
        return 0;
    }
}
