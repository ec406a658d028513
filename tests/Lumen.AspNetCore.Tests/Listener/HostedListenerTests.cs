using System.Net;
using System.Net.Sockets;
using Lumen.AspNetCore.Tests.Otlp;
using Lumen.Hosting;
using Lumen.Storage;
using Lumen.TestKit;
using Lumen.TestKit.Oracle;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Lumen.AspNetCore.Tests.Listener;

/// <summary>The listener in a generic host, which has nothing of ASP.NET Core's pipeline.</summary>
public sealed class HostedListenerTests
{
    [Fact]
    public async Task Host_WithoutAspNetCore_TakesSpans()
    {
        await using var store = new ScriptedTraceStore();
        using var host = Build(store, options => (options.GrpcPorts, options.HttpPort) = ([0], 0));
        await host.StartAsync(TestContext.Current.CancellationToken);
        var listener = host.Services.GetRequiredService<LumenOtlpListener>();
        using var client = new ExportClient(listener.GrpcAddresses.Single());
        var request = new OtlpRequestBuilder().Add(new SpanBuilder()).Encode();

        await client.ExportAsync(ExportRequests.Message(request), cancellationToken: TestContext.Current.CancellationToken);
        await host.StopAsync(TestContext.Current.CancellationToken);

        Assert.Equal([(new SpanBuilder().TraceId, new SpanBuilder().SpanId)], store.Stored);
        await Assert.ThrowsAnyAsync<Exception>(async () => await client.ExportAsync(new ExportRequest()));
    }

    [Fact]
    public async Task Host_PortTaken_LivesAndTakesTheOtherProtocol()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var log = new RecordingLogger();
        var taken = ((IPEndPoint)other.LocalEndpoint).Port;
        await using var store = new ScriptedTraceStore();
        using var host = Build(store, options => (options.GrpcPorts, options.HttpPort) = ([taken], 0), log);

        await host.StartAsync(TestContext.Current.CancellationToken);

        var listener = host.Services.GetRequiredService<LumenOtlpListener>();
        using var http = new HttpClient { BaseAddress = listener.HttpAddress };
        Assert.Equal(HttpStatusCode.OK, (await http.PostAsync("v1/traces", HttpBodies.Protobuf([]))).StatusCode);
        var health = host.Services.GetRequiredService<LumenHealthMonitor>().Current;
        Assert.Equal(StoreStatus.Degraded, health.Status);
        var sentence = $"OTLP/gRPC cannot be taken on 127.0.0.1:{taken}";
        Assert.Contains(health.Reasons, reason => reason.Contains(sentence, StringComparison.Ordinal));
        Assert.Contains(log.Messages, message => message.Text.Contains("Lumen:Otlp:GrpcPorts", StringComparison.Ordinal));

        other.Stop();
        await Eventually.TrueAsync(() => listener.GrpcAddresses.Count == 1, "the freed port is taken");
        await host.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Host_WithLumenTurnedOff_OpensNoPort()
    {
        await using var store = new ScriptedTraceStore();
        using var host = Build(store, options => (options.GrpcPorts, options.HttpPort) = ([0], 0), turnedOff: true);

        await host.StartAsync(TestContext.Current.CancellationToken);

        var listener = host.Services.GetRequiredService<LumenOtlpListener>();
        Assert.Empty(listener.GrpcAddresses);
        Assert.Null(listener.HttpAddress);
        await host.StopAsync(TestContext.Current.CancellationToken);
    }

    private static IHost Build(
        ScriptedTraceStore store, Action<LumenOtlpListenerOptions> configure, RecordingLogger? log = null, bool turnedOff = false)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.AddProvider(log ?? new RecordingLogger());
        builder.Services.AddSingleton(new TraceStoreRegistration(store.Capabilities.Name, IsDefault: false, _ => store));
        builder.Services.AddLumen(options => options.Enabled = !turnedOff).AddLumenOtlpListener(configure);
        return builder.Build();
    }
}
