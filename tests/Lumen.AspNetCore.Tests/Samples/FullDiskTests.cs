using System.Diagnostics;
using System.Text.Json;
using Lumen.TestKit;
using Lumen.TestKit.Programs;

namespace Lumen.AspNetCore.Tests.Samples;

/// <summary>
/// The whole server on a disk that becomes full under load and is freed: retryable refusals, a health state in plain words, bounded memory,
/// recovery without a restart, nothing lost that was acknowledged, and a ledger that adds up.
/// </summary>
public sealed class FullDiskTests
{
    private const long MostMemoryBytes = 700L * 1024 * 1024;

    [Fact]
    public async Task Server_OnADiskThatIsFullForAWhile_RefusesForNowAndRecoversByItself()
    {
        await LoadProgram.UnpackAsync("load");
        using var folder = new TemporaryFolder();
        var mount = Directory.CreateDirectory(Path.Combine(folder.Path, "disk")).FullName;
        var ledger = Path.Combine(folder.Path, "ledger");
        await using var disk = await SmallDisk.MakeAsync(mount, mebibytes: 200);
        await disk.FillAsync(butForMebibytes: 16);
        await using var server = await ServerSample.StartAsync(
            Path.Combine(mount, "store"), ("Lumen__RetentionBytes", "10000000000"));
        var sending = LoadProgram.RunAsync(
            "send", "--quiet", "--endpoint", server.GrpcEndpoint, "--rate", "20000", "--duration", "10s", "--ledger", ledger);

        await EventuallySaysAsync(server, "No space left");

        Assert.Contains("try again", await HealthAsync(server), StringComparison.Ordinal);
        await Task.WhenAny(sending, Task.Delay(TimeSpan.FromSeconds(3), CancellationToken.None));
        Assert.InRange(MemoryBytes(server), 1, MostMemoryBytes);
        disk.Free();

        await EventuallySaysAsync(server, "\"healthy\"");
        var (_, sent) = await sending;
        Assert.False(server.Program.HasExited);
        Assert.True(sent.GetProperty("spans_acknowledged").GetInt64() > 0, $"{sent}");
        var (exitCode, report) = await LoadProgram.RunAsync(
            "verify", "--ledger", ledger, "--api", "jaeger-v3", "--endpoint", $"http://127.0.0.1:{server.HttpPort}/jaeger");
        Assert.True(exitCode == 0, $"{report}");
        await AssertLedgerAddsUpAsync(server, sent.GetProperty("spans_acknowledged").GetInt64());
    }

    private static long MemoryBytes(ServerSample server)
    {
        using var process = Process.GetProcessById(server.Program.Id);
        return process.WorkingSet64;
    }

    private static async Task EventuallySaysAsync(ServerSample server, string text)
    {
        using var bound = new CancellationTokenSource(ServerSample.Bound);
        for (var health = string.Empty; !health.Contains(text, StringComparison.Ordinal); health = await HealthAsync(server))
        {
            Assert.False(bound.IsCancellationRequested, $"Health never said {text}: {health}");
            await Task.Delay(100, CancellationToken.None);
        }
    }

    private static async Task<string> HealthAsync(ServerSample server)
    {
        using var answer = await server.GetAsync("api/health");
        return await answer.Content.ReadAsStringAsync();
    }

    private static async Task AssertLedgerAddsUpAsync(ServerSample server, long acknowledged)
    {
        using var answer = await server.GetAsync("api/metrics");
        using var metrics = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        var ledger = metrics.RootElement.GetProperty("ledger");
        var settled = new[] { "stored", "sampledOut", "rejected", "refused", "dropped", "forwarded", "inFlight" }
            .Sum(fate => ledger.GetProperty(fate).GetInt64());
        Assert.Equal(ledger.GetProperty("received").GetInt64(), settled);
        Assert.Equal(0, ledger.GetProperty("dropped").GetInt64());
        Assert.True(ledger.GetProperty("refused").GetInt64() > 0, $"{ledger}");
        Assert.True(ledger.GetProperty("stored").GetInt64() >= acknowledged, $"{ledger}, {acknowledged} acknowledged");
    }
}
