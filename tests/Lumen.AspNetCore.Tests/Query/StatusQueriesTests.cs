using System.Net;
using Lumen.AspNetCore.Tests.Hosting;
using Lumen.Hosting;
using Lumen.Ledger;
using Lumen.Storage;
using Lumen.TestKit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Lumen.AspNetCore.Tests.Query;

public sealed class StatusQueriesTests
{
    private const string Health = "/lumen/api/health";

    [Fact]
    public async Task Health_AllIsWell_200()
    {
        await using var host = await LumenHost.StartAsync();
        await SettledAsync(host, StoreStatus.Healthy);
        Assert.Equal("""{"status":"healthy","reasons":[]}""", (await host.JsonAsync(Health)).GetRawText());
    }

    [Theory]
    [InlineData(StoreStatus.Degraded, HttpStatusCode.OK, "degraded")]
    [InlineData(StoreStatus.Unhealthy, HttpStatusCode.ServiceUnavailable, "unhealthy")]
    public async Task Health_StoreIsNotWell_StateWithItsReason(StoreStatus state, HttpStatusCode status, string name)
    {
        var store = new ScriptedTraceStore { Health = new StoreHealth(state, ["The disk is nearly full: free some of it."]) };
        await using var host = await LumenHost.StartAsync(services: services =>
            services.AddSingleton(new TraceStoreRegistration("scripted", IsDefault: false, _ => store)));
        await SettledAsync(host, state);
        var health = await host.JsonAsync(Health, status);
        Assert.Equal(name, health.GetProperty("status").GetString());
        Assert.Equal("The disk is nearly full: free some of it.", health.GetProperty("reasons")[0].GetString());
    }

    [Fact]
    public async Task Health_EverythingElseIsClosed_StillOpen()
    {
        await using var closed = await LumenHost.StartAsync(environment: "Production");
        Assert.NotEqual(HttpStatusCode.Forbidden, (await closed.Client.GetAsync(Health)).StatusCode);
        await using var guarded = await LumenHost.StartAsync(
            app => app.MapLumen().RequireAuthorization(),
            "Production",
            services => services.AddAuthorization().AddAuthentication());
        Assert.NotEqual(HttpStatusCode.Unauthorized, (await guarded.Client.GetAsync(Health)).StatusCode);
        guarded.Client.DefaultRequestHeaders.Host = "10.1.2.3";
        Assert.NotEqual(HttpStatusCode.Forbidden, (await guarded.Client.GetAsync(Health)).StatusCode);
    }

    [Fact]
    public async Task Metrics_SpansOfEveryFate_NumbersThatAddUp()
    {
        await using var host = await LumenHost.StartAsync();
        var ledger = host.Services.GetRequiredService<SpanLedger>();
        ledger.Receive(100);
        ledger.Settle(SpanFate.Stored, "durable", 60);
        ledger.Settle(SpanFate.Rejected, "invalid_trace_id", 7);
        ledger.Settle(SpanFate.Rejected, "invalid_span_id", 2);
        ledger.Settle(SpanFate.Dropped, "stopped", 1);
        ledger.CountDuplicates(5);
        ledger.CountMalformedRequest();
        var metrics = await host.JsonAsync("/lumen/api/metrics");
        Assert.Equal(
            """
            {"queue_depth":0,"spans_ingested_total":60,"spans_dropped_total":1,"ledger":{"received":100,"stored":60,"sampledOut":0,
            "rejected":9,"refused":0,"dropped":1,"forwarded":0,"inFlight":30,"duplicates":5,"answeredBeforeOutcome":0,
            "changed":0,"malformedRequests":1,
            "refusedRequests":0,"reasons":{"stored":{"durable":60},"sampledOut":{},"rejected":{"invalid_span_id":2,"invalid_trace_id":7},
            "refused":{},"dropped":{"stopped":1},"forwarded":{}}}}
            """.ReplaceLineEndings(string.Empty),
            metrics.GetRawText());
    }

    [Fact]
    public async Task Metrics_ClosedInProduction_Refused()
    {
        await using var host = await LumenHost.StartAsync(environment: "Production");
        await host.RefusalAsync("/lumen/api/metrics", HttpStatusCode.Forbidden);
    }

    private static Task SettledAsync(LumenHost host, StoreStatus status)
    {
        var monitor = host.Services.GetRequiredService<LumenHealthMonitor>();
        return Eventually.TrueAsync(() => monitor.Current.Status == status && monitor.Current.Reasons.Count <= 1, $"Lumen is {status}");
    }
}
