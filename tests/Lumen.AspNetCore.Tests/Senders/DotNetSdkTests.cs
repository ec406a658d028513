using System.Diagnostics;
using Lumen.AspNetCore.Tests.Senders.Exact;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Trace;

namespace Lumen.AspNetCore.Tests.Senders;

/// <summary>
/// The OpenTelemetry SDK for .NET, as programs use it. Its flush succeeds even when nobody listens, so what counts is what is stored.
/// </summary>
public sealed class DotNetSdkTests
{
    private const int Traces = 200;

    [Theory]
    [InlineData(OtlpExportProtocol.Grpc, OtlpExportCompression.None)]
    [InlineData(OtlpExportProtocol.Grpc, OtlpExportCompression.GZip)]
    [InlineData(OtlpExportProtocol.HttpProtobuf, OtlpExportCompression.None)]
    [InlineData(OtlpExportProtocol.HttpProtobuf, OtlpExportCompression.GZip)]
    public async Task Exporter_EverySpan_IsFoundByIdWithAllThatItSays(OtlpExportProtocol protocol, OtlpExportCompression compression)
    {
        await using var host = await ReceivingHost.StartAsync();
        using var source = new ActivitySource($"shop-{protocol}-{compression}", "1.2.3");
        List<Activity> made;
        using (DotNetSdk.Provider(source, DotNetSdk.Endpoint(host, protocol), protocol, compression))
        {
            made = [.. Enumerable.Range(0, Traces).SelectMany(number => MakeTrace(source, number))];
        }

        Assert.Equal(3 * Traces, made.Count);
        foreach (var activity in made)
        {
            var stored = await host.FindAsync(
                TraceId.Parse(activity.TraceId.ToHexString()), SpanId.Parse(activity.SpanId.ToHexString()));
            ActivityAssert.IsStoredAs(activity, stored);
            Assert.Equal("shop", stored.Service);
            Assert.Contains(new KeyValue("region", AnyValue.Of("Berlin")), stored.Resource.Attributes);
            Assert.Equal((source.Name, "1.2.3"), (stored.Scope.Name, stored.Scope.Version));
        }

        Assert.Equal(made.Count, await ExactBytes.AreStoredAsync(host));
    }

    [Theory]
    [InlineData(OtlpExportProtocol.Grpc)]
    [InlineData(OtlpExportProtocol.HttpProtobuf)]
    public async Task Exporter_ThatRetries_IsServedAfterARefusal(OtlpExportProtocol protocol)
    {
        await using var host = await ReceivingHost.StartAsync();
        host.Sent.Refusals = 1;
        using var source = new ActivitySource($"retrying-{protocol}");
        Activity? made;
        using (DotNetSdk.Provider(source, DotNetSdk.Endpoint(host, protocol), protocol, retries: true))
        {
            using (made = source.StartActivity("once refused"))
            {
            }
        }

        Assert.Equal(0, host.Sent.Refusals);
        var stored = await host.FindAsync(TraceId.Parse(made!.TraceId.ToHexString()), SpanId.Parse(made.SpanId.ToHexString()));
        ActivityAssert.IsStoredAs(made, stored);
    }

    [Theory]
    [InlineData(OtlpExportProtocol.Grpc)]
    [InlineData(OtlpExportProtocol.HttpProtobuf)]
    public async Task Exporter_AsItIsByDefault_LosesWhatIsRefusedAndNoMore(OtlpExportProtocol protocol)
    {
        await using var host = await ReceivingHost.StartAsync();
        host.Sent.Refusals = 1;
        using var source = new ActivitySource($"default-{protocol}");
        Activity? lost;
        Activity? kept;
        using (var provider = DotNetSdk.Provider(source, DotNetSdk.Endpoint(host, protocol), protocol))
        {
            using (lost = source.StartActivity("refused"))
            {
            }

            provider.ForceFlush();
            using (kept = source.StartActivity("taken"))
            {
            }
        }

        Assert.Equal(lost!.SpanId.ToHexString(), $"{Assert.Single(SentSpan.In(host.Sent.Refused)).Id}");
        Assert.Equal(kept!.SpanId.ToHexString(), $"{Assert.Single(SentSpan.In(host.Sent.Requests)).Id}");
        await host.FindAsync(TraceId.Parse(kept.TraceId.ToHexString()), SpanId.Parse(kept.SpanId.ToHexString()));
    }

    private static IEnumerable<Activity> MakeTrace(ActivitySource source, int number)
    {
        var remote = new ActivityContext(
            ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded, "vendor=1", isRemote: true);
        using var server = source.StartActivity("GET /orders/{id}", ActivityKind.Server, remote)!;
        Fill(server, number);
        using (var client = source.StartActivity("SELECT orders", ActivityKind.Client)!)
        {
            client.SetStatus(ActivityStatusCode.Error, "größer als erlaubt");
            client.AddException(new InvalidOperationException("no such order"));
            yield return client;
        }

        var link = new ActivityLink(remote, new ActivityTagsCollection { ["why"] = "batch", ["position"] = number });
        using (var producer = source.StartActivity("publish", ActivityKind.Producer, default(ActivityContext), links: [link])!)
        {
            producer.SetStatus(ActivityStatusCode.Ok);
            yield return producer;
        }

        yield return server;
    }

    private static void Fill(Activity activity, int number)
    {
        activity.SetTag("text", "注文 🛒 \u0001");
        activity.SetTag("yes", true);
        activity.SetTag("number", number * 1_000_000_000_000L);
        activity.SetTag("fraction", number / 3.0);
        activity.SetTag("texts", new[] { "a", "", "ü" });
        activity.SetTag("numbers", new[] { 1L, -2L, long.MaxValue });
        activity.SetTag("long text", new string('x', 10_000));
        activity.AddEvent(new ActivityEvent("cache miss", tags: new ActivityTagsCollection { ["key"] = $"order-{number}", ["size"] = 17 }));
        activity.AddEvent(new ActivityEvent("second look", DateTimeOffset.UnixEpoch.AddDays(20_000)));
    }
}
