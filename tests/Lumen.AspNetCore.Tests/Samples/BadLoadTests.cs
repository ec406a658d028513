using System.Globalization;
using System.Text.Json;
using Lumen.TestKit;
using Lumen.TestKit.Programs;

namespace Lumen.AspNetCore.Tests.Samples;

/// <summary>The hostile requests and connections of <c>otlpload bad</c> against the standalone server.</summary>
public sealed class BadLoadTests
{
    private const int Unknown = 2;

    [Fact]
    public async Task Server_UnderHostileRequests_DecidesEachInBoundedMemoryAndServesTheGood()
    {
        await LoadProgram.UnpackAsync("load");
        using var data = new TemporaryFolder();
        await using var server = await ServerSample.StartAsync(data.Path);

        var (exitCode, report) = await LoadProgram.RunAsync("bad", "--endpoint", server.GrpcEndpoint, "--http", server.OtlpHttp.Authority);

        Assert.Equal(0, exitCode);
        Assert.True(report.GetProperty("still_accepts_good_requests").GetBoolean());
        var cases = report.GetProperty("cases").EnumerateArray().ToList();
        Assert.True(cases.Count > 100, $"only {cases.Count} cases");
        Assert.All(cases, each =>
        {
            Assert.True(each.GetProperty("good_request_accepted_after").GetBoolean(), $"{each}");
            Assert.False(Is(each, "http_status", status => status >= 500), $"{each}");
            Assert.False(Is(each, "grpc_code", code => code == Unknown), $"{each}");
        });
        Assert.InRange(await PeakMemoryAsync(server.Program.Id), 1, 1L << 30);
    }

    private static bool Is(JsonElement each, string name, Func<int, bool> condition) =>
        each.TryGetProperty(name, out var value) && condition(value.GetInt32());

    /// <summary>The most that a process ever held, in bytes.</summary>
    private static async Task<long> PeakMemoryAsync(int process)
    {
        var status = $"/proc/{process}/status";
        Require.That(File.Exists(status), "The system does not say how much memory a process held.");
        var line = (await File.ReadAllLinesAsync(status)).Single(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }
}
