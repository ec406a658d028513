using System.Globalization;
using Lumen.TestKit.Programs;

namespace Lumen.Benchmarks.WholeProcess;

/// <summary>
/// <c>kill [ROUNDS] [DURATION]</c>: kills the server (SIGKILL) at a random moment of the load, starts it again, and asks for every trace
/// that was acknowledged. Ends with 0 only if nothing is missing in any round.
/// </summary>
internal static class KillCommand
{
    public static async Task<int> RunAsync(string[] arguments)
    {
        var rounds = arguments.Length > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : 3;
        var seconds = arguments.Length > 1 ? int.Parse(arguments[1].TrimEnd('s'), CultureInfo.InvariantCulture) : 20;
        for (var round = 1; round <= rounds; round++)
        {
            var (acknowledged, exitCode) = await RunRoundAsync(seconds);
            Console.WriteLine($"Round {round} of {rounds}: {acknowledged:N0} spans acknowledged, verify ended with {exitCode}.");
            if (exitCode != 0 || acknowledged == 0)
            {
                return 1;
            }
        }

        return 0;
    }

    private static async Task<(long Acknowledged, int ExitCode)> RunRoundAsync(int seconds)
    {
        await using var server = await ServerUnderLoad.StartAsync();
        var sending = LoadProgram.RunAsync(
            "send", "--quiet", "--endpoint", server.OtlpGrpc, "--duration", $"{seconds}s", "--ledger", server.Ledger);
        // At any moment of the load but its very end, so that something comes afterwards too.
        await Task.Delay(TimeSpan.FromSeconds(seconds * 0.9 * Random.Shared.NextDouble()));
        await server.KillAsync();
        await server.RestartAsync();
        var (_, sent) = await sending;
        var (exitCode, report) = await LoadProgram.RunAsync(
            "verify", "--ledger", server.Ledger, "--api", "jaeger-v3", "--endpoint", server.Jaeger);
        Console.Error.WriteLine(report);
        return (sent.GetProperty("spans_acknowledged").GetInt64(), exitCode);
    }
}
