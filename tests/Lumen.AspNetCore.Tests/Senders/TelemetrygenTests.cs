using System.Globalization;
using Lumen.AspNetCore.Tests.Senders.Exact;

namespace Lumen.AspNetCore.Tests.Senders;

/// <summary>The Collector project's own generator, over both transports.</summary>
public sealed class TelemetrygenTests
{
    private const int Traces = 300;
    private const int ChildSpans = 4;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Telemetrygen_EverySpan_IsFoundByIdWithAllThatItSays(bool http)
    {
        await using var host = await ReceivingHost.StartAsync();
        var address = http ? host.Http : host.Grpc;

        await Telemetrygen.RunAsync([.. Arguments(address), .. http ? ["--otlp-http"] : Array.Empty<string>()]);

        var sent = SentSpan.In(host.Sent.Requests).ToList();
        Assert.Equal(Traces * (1 + ChildSpans), sent.Count);
        foreach (var span in sent)
        {
            var stored = await SentAssert.IsStoredAsync(host, span);
            AssertSaysWhatWasAskedFor(stored);
        }

        Assert.Equal(sent.Count, await ExactBytes.AreStoredAsync(host));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Telemetrygen_RefusedOnce_LosesNothing(bool http)
    {
        await using var host = await ReceivingHost.StartAsync();
        host.Sent.Refusals = 1;
        var address = http ? host.Http : host.Grpc;

        await Telemetrygen.RunAsync([.. Arguments(address), .. http ? ["--otlp-http"] : Array.Empty<string>()]);

        Assert.Single(host.Sent.Refused);
        Assert.Equal(Traces * (1 + ChildSpans), SentSpan.In(host.Sent.Requests).DistinctBy(span => span.Id).Count());
    }

    private static void AssertSaysWhatWasAskedFor(Span stored)
    {
        Assert.Equal("generated", stored.Service);
        Assert.Contains(new KeyValue("deployment", AnyValue.Of("test")), stored.Resource.Attributes);
        Assert.Contains(new KeyValue("retries", AnyValue.Of(3)), stored.Attributes);
        Assert.Contains(new KeyValue("cached", AnyValue.Of(true)), stored.Attributes);
        Assert.Equal(SpanStatus.Error, stored.Status);
    }

    private static string[] Arguments(Uri address) =>
    [
        "traces", "--otlp-insecure", "--otlp-endpoint", address.Authority, "--rate", "0", "--workers", "1",
        "--traces", Traces.ToString(CultureInfo.InvariantCulture), "--child-spans", ChildSpans.ToString(CultureInfo.InvariantCulture),
        "--service", "generated", "--span-links", "2", "--status-code", "Error",
        "--otlp-attributes", "deployment=\"test\"", "--telemetry-attributes", "retries=3", "--telemetry-attributes", "cached=true",
    ];
}
