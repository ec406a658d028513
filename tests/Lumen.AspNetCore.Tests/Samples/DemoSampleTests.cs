using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Lumen.TestKit.Programs;

namespace Lumen.AspNetCore.Tests.Samples;

public sealed class DemoSampleTests : IDisposable
{
    private static readonly string[] Scenarios =
    [
        "POST /checkout", "GET /search", "GET /products/{id}", "POST /payments", "POST /shipments", "POST /orders", "process orders.placed",
    ];

    /// <summary>Where the demos make their directories: those that a test kills cannot remove theirs.</summary>
    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public async Task Demo_Started_PrintsTheAddressOfAnExplainedTrace()
    {
        await using var demo = Start("http://127.0.0.1:0");
        var address = await TraceAddressAsync(demo);
        using var http = new HttpClient();
        Assert.Contains("<html", await http.GetStringAsync(address), StringComparison.OrdinalIgnoreCase);
        var question = address.ToString().Replace("/trace/", "/api/traces/", StringComparison.Ordinal);
        using var trace = JsonDocument.Parse(await http.GetStringAsync(new Uri(question)));
        var analysis = trace.RootElement.GetProperty("analysis");
        Assert.True(trace.RootElement.GetProperty("spans").GetArrayLength() > 37);
        Assert.NotEqual(JsonValueKind.Null, analysis.GetProperty("bottleneck").ValueKind);
        Assert.Equal("inventory", analysis.GetProperty("services")[0].GetProperty("service").GetString());
        Assert.Empty(analysis.GetProperty("diagnostics").EnumerateArray());
    }

    [Fact]
    public async Task Demo_WhilePeopleLook_ShowsEveryScenario()
    {
        await using var demo = Start("http://127.0.0.1:0");
        var address = await TraceAddressAsync(demo);
        using var http = new HttpClient { BaseAddress = new Uri(address, "/lumen/api/") };
        foreach (var name in Scenarios)
        {
            await SampleSearch.FirstAsync(http, $"traces?operation={Uri.EscapeDataString(name)}");
        }

        await SampleSearch.FirstAsync(http, "traces?service=shipping&error=true");
    }

    [Fact]
    public async Task Demo_WhosePortIsTaken_ListensOnAnotherAndSaysSo()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var taken = ((IPEndPoint)other.LocalEndpoint).Port;
        await using var demo = Start($"http://127.0.0.1:{taken}");
        await demo.WaitForLineAsync($"Port {taken} is taken", ServerSample.Bound);
        Assert.NotEqual(taken, (await TraceAddressAsync(demo)).Port);
    }

    [Fact]
    public async Task Demo_OnSigterm_EndsCleanlyAndRemovesItsDirectory()
    {
        await using var demo = Start("http://127.0.0.1:0");
        await TraceAddressAsync(demo);
        Assert.NotEmpty(Directory.EnumerateDirectories(_temporary.Path, "lumen-demo-*"));
        Assert.Equal(0, await demo.TerminateAsync(ServerSample.Bound));
        Assert.Empty(Directory.EnumerateDirectories(_temporary.Path, "lumen-demo-*"));
    }

    /// <summary>The listener's ports are the system's choice: two demos run at once here.</summary>
    private RunningProgram Start(string address) => RunningProgram.Start(
        BuiltProgram.Sample("Lumen.Demo"),
        ["--urls", address, "--Lumen:Otlp:GrpcPorts", "0", "--Lumen:Otlp:HttpPort", "0"],
        new Dictionary<string, string?> { ["ASPNETCORE_ENVIRONMENT"] = "Development", ["TMPDIR"] = _temporary.Path });

    private static async Task<Uri> TraceAddressAsync(RunningProgram demo)
    {
        var line = await demo.WaitForLineAsync("/lumen/trace/", ServerSample.Bound);
        return new Uri(line[line.IndexOf("http", StringComparison.Ordinal)..].Trim());
    }
}
