using System.Text.Json;
using Lumen.TestKit.Programs;

namespace Lumen.AspNetCore.Tests.Samples;

public sealed class EmbeddingSampleTests
{
    [Fact]
    public async Task Application_WithLumenInIt_ShowsItsOwnRequests()
    {
        using var data = new TemporaryFolder();
        var ports = FreePorts.Take(2);
        await using var application = Start(ports, data);
        await application.WaitForLineAsync("Application started", ServerSample.Bound);
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{ports[0]}/") };
        Assert.Contains("Hello", await http.GetStringAsync(new Uri("", UriKind.Relative)), StringComparison.Ordinal);
        var trace = await SampleSearch.FirstAsync(http, "lumen/api/traces?service=hello");
        Assert.Equal("GET /", trace.GetProperty("rootName").GetString());
        Assert.Equal(0, await application.TerminateAsync(ServerSample.Bound));
    }

    /// <summary>Captured in the process and exported to itself over the wire, with every source listened to: no loop.</summary>
    [Fact]
    public async Task Application_ThatCapturesAndExportsToItself_FallsSilentAfterItsOwnTraffic()
    {
        using var data = new TemporaryFolder();
        var ports = FreePorts.Take(2);
        await using var application = Start(ports, data, ("Lumen__CaptureThisProcess", "true"));
        await application.WaitForLineAsync("Application started", ServerSample.Bound);
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{ports[0]}/") };
        await http.GetStringAsync(new Uri("", UriKind.Relative));
        await SampleSearch.FirstAsync(http, "lumen/api/traces?service=hello");

        var (before, now) = (-1L, await ReceivedAsync(http));
        for (var look = 0; look < 30 && before != now; look++)
        {
            // Longer than a captured batch and an exported one wait.
            await Task.Delay(TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken);
            (before, now) = (now, await ReceivedAsync(http));
        }

        Assert.Equal(before, now);
        // The request as it was captured and as it was exported: two resources, nothing else.
        Assert.Equal(2, now);
        Assert.Equal(0, await application.TerminateAsync(ServerSample.Bound));
    }

    private static async Task<long> ReceivedAsync(HttpClient http)
    {
        var metrics = JsonDocument.Parse(await http.GetStringAsync(new Uri("lumen/api/metrics", UriKind.Relative)));
        return metrics.RootElement.GetProperty("ledger").GetProperty("received").GetInt64();
    }

    private static RunningProgram Start(int[] ports, TemporaryFolder data, params (string Key, string Value)[] settings) =>
        RunningProgram.Start(
            BuiltProgram.Sample("Lumen.Embedding"),
            ["--urls", $"http://127.0.0.1:{ports[0]}", "--Lumen:Otlp:GrpcPorts", $"{ports[1]}", "--Lumen:Otlp:HttpPort", "-1"],
            new Dictionary<string, string?>
            {
                ["ASPNETCORE_ENVIRONMENT"] = "Development",
                ["OTEL_SERVICE_NAME"] = "hello",
                ["OTEL_EXPORTER_OTLP_ENDPOINT"] = $"http://127.0.0.1:{ports[1]}",
                ["OTEL_BSP_SCHEDULE_DELAY"] = "200",
            }.Concat(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value))).ToDictionary(),
            data.Path);
}
