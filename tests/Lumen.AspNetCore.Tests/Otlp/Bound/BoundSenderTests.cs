using System.Diagnostics;
using Lumen.AspNetCore.Tests.Senders;
using Lumen.AspNetCore.Tests.Senders.Shops;
using Lumen.Ingestion;
using Lumen.TestKit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Trace;

namespace Lumen.AspNetCore.Tests.Otlp.Bound;

/// <summary>Real senders, sending to the gRPC server of a host.</summary>
public sealed class BoundSenderTests
{
    private const int Refusals = 2;

    private readonly RecordingSink _sink = new();

    /// <summary>
    /// A delay beyond its deadline makes this exporter give up at once, where without one it would try again within a second: so it has
    /// read the delay in both cases.
    /// </summary>
    [Theory]
    [InlineData(1, 2)]
    [InlineData(30, 1)]
    public async Task Exporter_RefusedOnce_DoesAsItIsTold(int delaySeconds, int attempts)
    {
        await using var host = await BoundHost.StartAsync(_sink);
        _sink.Answer = _ => ValueTask.FromResult(_sink.Requests.Count > 1
            ? default
            : new SpanSinkResult(SpanSinkOutcome.Refused, 0, "full", TimeSpan.FromSeconds(delaySeconds)));
        using var source = new ActivitySource($"bound-{delaySeconds}");
        using (Provider(source, host.Address))
        {
            source.StartActivity("once refused")?.Dispose();
        }

        Assert.Equal(attempts, _sink.Requests.Count);
        Assert.All(_sink.Requests, request => Assert.Equal(
            "once refused", ExportRequests.Message(request.Body).ResourceSpans[0].ScopeSpans[0].Spans[0].Name));
    }

    /// <summary>The agent tries again only where the refusal is one frame of headers.</summary>
    [Fact]
    public async Task JavaAgent_Refused_SendsTheSameSpansAgain()
    {
        await using var host = await BoundHost.StartAsync(_sink);
        _sink.Answer = _ => ValueTask.FromResult(_sink.Requests.Count > Refusals
            ? default
            : new SpanSinkResult(SpanSinkOutcome.Refused, 0, "full", TimeSpan.FromSeconds(1)));
        await using (var shop = await Shop.StartAsync(ShopKind.Java, "grpc", host.Address))
        {
            await shop.OrderAsync();
            await Eventually.TrueAsync(() => _sink.Requests.Count > Refusals, "the agent sends what it was refused again");
            await shop.CloseAsync();
        }

        var requests = _sink.Requests.Select(request => SpanIds(request.Body)).ToList();
        Assert.NotEmpty(requests[0]);
        Assert.Subset(
            requests.Skip(Refusals).SelectMany(ids => ids).ToHashSet(), requests.Take(Refusals).SelectMany(ids => ids).ToHashSet());
    }

    private static IEnumerable<SpanId> SpanIds(byte[] request) => SentSpan.In([ExportRequests.Message(request)]).Select(span => span.Id);

    // Disposing exports what is left. The exporter retries only where it is asked to.
    private static TracerProvider Provider(ActivitySource source, Uri address) => Sdk.CreateTracerProviderBuilder()
        .ConfigureServices(services => services.AddSingleton<IConfiguration>(new ConfigurationBuilder()
            .AddInMemoryCollection([new("OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY", "in_memory")])
            .Build()))
        .AddSource(source.Name)
        .AddOtlpExporter(options => options.Endpoint = address)
        .Build();
}
