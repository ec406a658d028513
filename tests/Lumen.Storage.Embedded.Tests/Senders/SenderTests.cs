using System.Diagnostics;
using Lumen.TestKit.Programs;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Trace;

namespace Lumen.Storage.Embedded.Senders;

/// <summary>What real senders send comes back byte for byte, padded lengths and all (rule 21).</summary>
public sealed class SenderTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Block_OfSpansOfTheDotNetSdk_GivesEveryByteBack()
    {
        await using var capture = new RequestCapture();
        using var source = new ActivitySource($"shop-{Guid.NewGuid()}");
        using (Sdk.CreateTracerProviderBuilder().AddSource(source.Name).AddOtlpExporter(options =>
        {
            options.Protocol = OtlpExportProtocol.HttpProtobuf;
            options.Endpoint = new Uri(capture.Address, "v1/traces");
        }).Build())
        {
            for (var number = 0; number < 300; number++)
            {
                MakeTrace(source, number);
            }
        }

        var spans = SentSpans.Of(capture.Requests);
        Assert.Equal(600, spans.Count);
        SentSpans.AssertGivenBack(spans);
    }

    [Fact]
    public async Task Block_OfSpansOfTelemetrygen_GivesEveryByteBack()
    {
        var program = Path.Combine(await LoadProgram.UnpackAsync("clients"), "telemetrygen");
        await using var capture = new RequestCapture();
        string[] arguments =
        [
            "traces", "--otlp-http", "--otlp-insecure", "--otlp-endpoint", $"{capture.Address.Host}:{capture.Address.Port}",
            "--traces", "300", "--child-spans", "4", "--rate", "0", "--telemetry-attributes", "retries=3",
        ];
        await using var running = RunningProgram.Start(program, arguments);
        Assert.True(await running.WaitForExitAsync(Bound) == 0, running.Output);

        var spans = SentSpans.Of(capture.Requests);
        Assert.Equal(1_500, spans.Count);
        SentSpans.AssertGivenBack(spans);
    }

    [Fact]
    public async Task Block_OfSpansOfTheLoad_GivesEveryByteBack()
    {
        await using var capture = new RequestCapture();
        var (exitCode, _) = await LoadProgram.RunAsync(
            "send", "--protocol", "http", "--endpoint", $"{capture.Address.Host}:{capture.Address.Port}", "--path", "/v1/traces",
            "--rate", "100000", "--seed", "11", "--spans", "20000");
        Assert.Equal(0, exitCode);
        var spans = SentSpans.Of(capture.Requests);
        Assert.True(spans.Count >= 20_000);
        SentSpans.AssertGivenBack(spans);
    }

    private static void MakeTrace(ActivitySource source, int number)
    {
        using var server = source.StartActivity("GET /orders/{id}", ActivityKind.Server)!;
        server.SetTag("number", number).SetTag("text", "注文 🛒").SetTag("texts", new[] { "a", "", "ü" }).SetTag("fraction", number / 3.0);
        // Lengths on both sides of 128 bytes: the exporter pads the shorter ones.
        server.AddEvent(new ActivityEvent("cache", tags: new ActivityTagsCollection { ["key"] = new string('k', number % 200) }));
        using var client = source.StartActivity(
            "SELECT orders", ActivityKind.Client, default(ActivityContext),
            links: [new ActivityLink(server.Context, new ActivityTagsCollection { ["why"] = "batch" })])!;
        client.SetStatus(ActivityStatusCode.Error, "no such order").AddException(new InvalidOperationException($"order {number}"));
    }
}
