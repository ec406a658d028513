using Lumen.TestKit.Programs;

namespace Lumen.AspNetCore.Tests.Samples;

/// <summary>
/// The short form of <c>dotnet run -c Release --project benchmarks/Lumen.Benchmarks -- kill</c>: the server dies in the middle of the load,
/// and everything it had acknowledged is there when it is back.
/// </summary>
public sealed class KilledServerTests
{
    [Fact]
    public async Task Server_KilledUnderLoad_HasEverySpanItAcknowledged()
    {
        await LoadProgram.UnpackAsync("load");
        using var data = new TemporaryFolder();
        var ledger = Path.Combine(data.Path, "ledger");
        var directory = Path.Combine(data.Path, "store");
        await using var first = await ServerSample.StartAsync(directory);
        var sending = LoadProgram.RunAsync(
            "send", "--quiet", "--endpoint", first.GrpcEndpoint, "--rate", "20000", "--duration", "6s", "--ledger", ledger);
        await LedgerGrowsAsync(ledger);
        await first.Program.KillAsync();
        await using var second = await ServerSample.StartAsync(directory, ("Lumen__OtlpGrpcPorts", first.GrpcEndpoint.Split(':')[1]));
        var (_, sent) = await sending;
        Assert.True(sent.GetProperty("spans_acknowledged").GetInt64() > 0, $"{sent}");
        var (exitCode, report) = await LoadProgram.RunAsync(
            "verify", "--ledger", ledger, "--api", "jaeger-v3", "--endpoint", $"http://127.0.0.1:{second.HttpPort}/jaeger");
        Assert.True(exitCode == 0, $"{report}");
    }

    /// <summary>Waits until requests have been acknowledged, so that the kill comes in the middle.</summary>
    private static async Task LedgerGrowsAsync(string ledger)
    {
        using var bound = new CancellationTokenSource(ServerSample.Bound);
        while (!File.Exists(ledger) || new FileInfo(ledger).Length < 1_000)
        {
            await Task.Delay(50, bound.Token);
        }

        await Task.Delay(TimeSpan.FromSeconds(1), bound.Token);
    }
}
