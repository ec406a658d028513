using Lumen.TestKit.Programs;

namespace Lumen.AspNetCore.Tests.Samples;

public sealed class EmbeddingSampleTests
{
    [Fact]
    public async Task Application_WithLumenInIt_ShowsItsOwnRequests()
    {
        using var data = new TemporaryFolder();
        var ports = FreePorts.Take(2);
        await using var application = RunningProgram.Start(
            BuiltProgram.Sample("Lumen.Embedding"),
            ["--urls", $"http://127.0.0.1:{ports[0]}", "--Lumen:Otlp:GrpcPorts", $"{ports[1]}", "--Lumen:Otlp:HttpPort", "-1"],
            new Dictionary<string, string?>
            {
                ["ASPNETCORE_ENVIRONMENT"] = "Development",
                ["OTEL_SERVICE_NAME"] = "hello",
                ["OTEL_EXPORTER_OTLP_ENDPOINT"] = $"http://127.0.0.1:{ports[1]}",
                ["OTEL_BSP_SCHEDULE_DELAY"] = "200",
            },
            data.Path);
        await application.WaitForLineAsync("Application started", ServerSample.Bound);
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{ports[0]}/") };
        Assert.Contains("Hello", await http.GetStringAsync(new Uri("", UriKind.Relative)), StringComparison.Ordinal);
        var trace = await SampleSearch.FirstAsync(http, "lumen/api/traces?service=hello");
        Assert.Equal("GET /", trace.GetProperty("rootName").GetString());
        Assert.Equal(0, await application.TerminateAsync(ServerSample.Bound));
    }
}
