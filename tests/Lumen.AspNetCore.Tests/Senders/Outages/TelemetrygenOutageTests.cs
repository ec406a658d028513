using System.Globalization;
using System.Text.Json;
using Lumen.AspNetCore.Tests.Samples;

namespace Lumen.AspNetCore.Tests.Senders.Outages;

/// <summary>
/// The server is stopped and started while the Collector project's generator, which is the SDK for Go, sends to it. docs/senders.md says
/// the same in words.
/// </summary>
public sealed class TelemetrygenOutageTests
{
    private const int Traces = 300;
    private const int ChildSpans = 4;
    private const int SpansABatch = 50;

    /// <summary>Shorter than the 10 s in which a batch has to arrive, attempts and pauses included.</summary>
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task Telemetrygen_OverGrpc_LosesNothingWhileTheServerIsStoppedShortly()
    {
        await using var server = await RestartedServer.StartAsync();
        await using var sender = await Telemetrygen.StartAsync(Arguments(server.Grpc));
        await HasSpansAsync(server);

        await server.StopAsync();
        await server.StartAgainAsync();

        Assert.True(await sender.WaitForExitAsync(Telemetrygen.Bound) == 0, sender.Output);
        Assert.True(server.Outage > Short || await CountSpansAsync(server) == Traces * (1 + ChildSpans), sender.Output);
    }

    [Fact]
    public async Task Telemetrygen_OverHttp_LosesTheBatchesThatMetNobody()
    {
        await using var server = await RestartedServer.StartAsync();
        await using var sender = await Telemetrygen.StartAsync([.. Arguments(server.Http), "--otlp-http"]);
        await HasSpansAsync(server);

        await server.StopAsync();
        await sender.WaitForLineAsync("connection refused", Telemetrygen.Bound);
        await server.StartAgainAsync();

        Assert.True(await sender.WaitForExitAsync(Telemetrygen.Bound) == 0, sender.Output);
        var failures = sender.Output.Split('\n').Where(line => line.Contains("traces export:", StringComparison.Ordinal)).ToList();
        var metNobody = failures.Count(line => line.Contains("connection refused", StringComparison.Ordinal));
        // A batch whose connection the ending server closed may have been stored and not been acknowledged.
        Assert.InRange(
            (Traces * (1 + ChildSpans)) - await CountSpansAsync(server), metNobody * SpansABatch, failures.Count * SpansABatch);
    }

    /// <summary>Full batches five times a second, for six seconds.</summary>
    private static string[] Arguments(Uri address) =>
    [
        "traces", "--otlp-insecure", "--otlp-endpoint", address.Authority, "--service", "generated", "--rate", "250", "--workers", "1",
        "--batch-size", Text(SpansABatch), "--traces", Text(Traces), "--child-spans", Text(ChildSpans),
    ];

    private static async Task HasSpansAsync(RestartedServer server)
    {
        using var bound = new CancellationTokenSource(ServerSample.Bound);
        while (await CountSpansAsync(server) == 0)
        {
            await Task.Delay(50, bound.Token);
        }
    }

    private static async Task<int> CountSpansAsync(RestartedServer server)
    {
        using var answer = await server.Running.GetAsync($"api/traces?service=generated&limit={Traces}");
        using var body = JsonDocument.Parse(await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync());
        Assert.True(body.RootElement.GetProperty("complete").GetBoolean());
        return body.RootElement.GetProperty("traces").EnumerateArray().Sum(trace => trace.GetProperty("spanCount").GetInt32());
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
