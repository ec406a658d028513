using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Trace;

namespace Lumen.AspNetCore.Tests.Senders.Outages;

/// <summary>The server is stopped and started while the SDK for .NET sends to it. docs/senders.md says the same in words.</summary>
public sealed class DotNetOutageTests
{
    /// <summary>Shorter than the least that the exporter waits before it gives up: of its 10 s, no pause takes more than 5 s.</summary>
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(5);

    public static TheoryData<OtlpExportProtocol> Protocols => [OtlpExportProtocol.Grpc, OtlpExportProtocol.HttpProtobuf];

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Exporter_AsItIsByDefault_LosesWhatItSendsWhileTheServerIsStopped(OtlpExportProtocol protocol)
    {
        await using var server = await RestartedServer.StartAsync();
        using var source = new ActivitySource($"stopped-{protocol}");
        using var provider = Provider(source, server, protocol);

        await LosesAsync(server, source, provider);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Exporter_ThatRetries_LosesWhatItGaveUpBeforeTheServerIsStarted(OtlpExportProtocol protocol)
    {
        await using var server = await RestartedServer.StartAsync();
        using var source = new ActivitySource($"stopped-longer-{protocol}");
        using var provider = Provider(source, server, protocol, retries: true, TimeSpan.FromSeconds(1));

        await LosesAsync(server, source, provider);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Exporter_ThatRetries_LosesNothingWhileTheServerIsStoppedShortly(OtlpExportProtocol protocol)
    {
        await using var server = await RestartedServer.StartAsync();
        using var source = new ActivitySource($"stopped-shortly-{protocol}");
        using var provider = Provider(source, server, protocol, retries: true);
        var before = Make(source);
        provider.ForceFlush();
        await server.StopAsync();
        var during = Make(source);
        var flush = Task.Run(() => provider.ForceFlush(), TestContext.Current.CancellationToken);
        await server.StartAgainAsync();
        await flush;
        var after = Make(source);
        provider.ForceFlush();

        Assert.True(await IsStoredAsync(server, before));
        Assert.True(await IsStoredAsync(server, after));
        Assert.True(server.Outage > Short || await IsStoredAsync(server, during));
    }

    /// <summary>What is flushed while the server is stopped is lost, and nothing that was flushed before or after.</summary>
    private static async Task LosesAsync(RestartedServer server, ActivitySource source, TracerProvider provider)
    {
        var before = Make(source);
        provider.ForceFlush();
        await server.StopAsync();
        var during = Make(source);
        provider.ForceFlush();
        await server.StartAgainAsync();
        var after = Make(source);
        provider.ForceFlush();

        Assert.True(await IsStoredAsync(server, before));
        Assert.True(await IsStoredAsync(server, after));
        Assert.False(await IsStoredAsync(server, during));
    }

    private static TracerProvider Provider(
        ActivitySource source, RestartedServer server, OtlpExportProtocol protocol, bool retries = false, TimeSpan? timeout = null) =>
        DotNetSdk.Provider(
            source, protocol == OtlpExportProtocol.Grpc ? server.Grpc : server.Http, protocol, retries: retries, timeout: timeout);

    private static Activity Make(ActivitySource source)
    {
        // Each is a trace of its own, whatever the test runs in.
        Activity.Current = null;
        using var activity = source.StartActivity("order")!;
        return activity;
    }

    private static async Task<bool> IsStoredAsync(RestartedServer server, Activity activity)
    {
        var stored = await StoredTrace.SpansAsync(server.Running, TraceId.Parse(activity.TraceId.ToHexString()));
        return stored.Any(span => span.Id == SpanId.Parse(activity.SpanId.ToHexString()));
    }
}
