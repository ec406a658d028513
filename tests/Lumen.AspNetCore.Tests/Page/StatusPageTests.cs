using Lumen.AspNetCore.Tests.Page.Tabs;
using Lumen.Hosting;
using Lumen.Ledger;
using Lumen.Storage;
using Lumen.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace Lumen.AspNetCore.Tests.Page;

public sealed class StatusPageTests(ChromiumBrowser browser)
{
    [Fact]
    public async Task Ledger_SpansOfManyFates_AreCountedWithTheirReasons()
    {
        await using var host = await PageHost.StartAsync();
        var ledger = host.Services.GetRequiredService<SpanLedger>();
        ledger.Receive(12_000);
        ledger.Settle(SpanFate.Stored, "durable", 11_990);
        ledger.Settle(SpanFate.Rejected, "invalid_trace_id", 10);
        await using var tab = await browser.OpenTabAsync(host);
        await tab.GoAsync("status");
        var rows = await tab.TextsAsync(".ledger tbody tr");
        var stored = Assert.Single(rows, row => row.StartsWith("Stored", StringComparison.Ordinal));
        Assert.EndsWith("11,990", stored, StringComparison.Ordinal);
        Assert.Contains(rows, row => row.Contains("Why: invalid trace id 10.", StringComparison.Ordinal));
        tab.AssertQuiet();
    }

    [Fact]
    public async Task Health_StoreIsLimited_SaysSoWithTheReason()
    {
        var health = new StoreHealth(StoreStatus.Degraded, ["The disk is nearly full: free some of it."]);
        var store = new ScriptedTraceStore { Health = health };
        await using var host = await PageHost.StartAsync(services: services =>
            services.AddSingleton(new TraceStoreRegistration("scripted", IsDefault: false, _ => store)));
        await using var tab = await browser.OpenTabAsync(host);
        await tab.GoAsync("status");
        await tab.SeeAsync("Lumen works, with a limitation");
        await tab.SeeAsync("The disk is nearly full: free some of it.");
    }
}
