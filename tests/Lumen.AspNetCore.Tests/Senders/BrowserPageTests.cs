using Lumen.AspNetCore.Tests.Page.Tabs;
using Lumen.AspNetCore.Tests.Senders.Outages;
using Lumen.TestKit;

namespace Lumen.AspNetCore.Tests.Senders;

/// <summary>A page of another origin that sends OTLP/JSON from a real Chromium, as the SDK for browsers does.</summary>
public sealed class BrowserPageTests(ChromiumBrowser browser)
{
    private static readonly TraceId Trace = new(0x5B8E_FFF7_9803_8103, 0xD269_B633_8130_56CE);

    [Fact]
    public async Task Fetch_FromAnAllowedOrigin_StoresTheTraceAndReadsTheAnswer()
    {
        await using var page = await SendingPage.StartAsync(browser);
        await using var host = await ReceivingHost.StartAsync(options =>
        {
            options.ApiKey = "secret";
            options.CorsOrigins.Add(page.Origin);
        });

        Assert.Equal("200 null {}", await page.FetchAsync(host.Http, Trace));

        var span = await host.FindAsync(Trace, SendingPage.Span);
        Assert.Equal(("storefront", "click", SpanKind.Client), (span.Service, span.Name, span.Kind));
        Assert.Equal("en", Assert.Single(span.Attributes, attribute => attribute.Key == "browser.language").Value.AsString);
    }

    [Fact]
    public async Task Fetch_FromAnotherOrigin_IsStoppedByTheBrowser()
    {
        await using var page = await SendingPage.StartAsync(browser);
        await using var host = await ReceivingHost.StartAsync(options => options.CorsOrigins.Add("http://elsewhere.example"));

        Assert.StartsWith("TypeError", await page.FetchAsync(host.Http, Trace), StringComparison.Ordinal);

        Assert.Null(await host.Reader.FindTraceAsync(Trace, CancellationToken.None));
    }

    /// <summary>A page tries again where its script does: it can read when to.</summary>
    [Fact]
    public async Task Fetch_WhileLumenIsFull_ReadsWhenToSendAgain()
    {
        await using var page = await SendingPage.StartAsync(browser);
        await using var host = await ReceivingHost.StartAsync(options => options.CorsOrigins.Add(page.Origin));
        host.Sent.Refusals = 1;

        var refusal = await page.FetchAsync(host.Http, Trace);
        var isLost = await host.Reader.FindTraceAsync(Trace, TestContext.Current.CancellationToken) is null;
        var answer = await page.FetchAsync(host.Http, Trace);

        Assert.Matches("^503 [123] ", refusal);
        Assert.True(isLost);
        Assert.Equal("200 null {}", answer);
        await host.FindAsync(Trace, SendingPage.Span);
    }

    [Fact]
    public async Task Fetch_WhileTheServerIsStopped_LosesWhatThePageDoesNotSendAgain()
    {
        var (before, during, after) = (new TraceId(1, 1), new TraceId(1, 2), new TraceId(1, 3));
        await using var page = await SendingPage.StartAsync(browser);
        await using var server = await RestartedServer.StartAsync(("Lumen__CorsOrigins__0", page.Origin));
        var address = new Uri(server.Http, "/");

        Assert.Equal("200 null {}", await page.FetchAsync(address, before));
        await server.StopAsync();
        Assert.StartsWith("TypeError", await page.FetchAsync(address, during), StringComparison.Ordinal);
        await server.StartAgainAsync();
        Assert.Equal("200 null {}", await page.FetchAsync(address, after));

        Assert.Single(await StoredTrace.SpansAsync(server.Running, before));
        Assert.Empty(await StoredTrace.SpansAsync(server.Running, during));
        Assert.Single(await StoredTrace.SpansAsync(server.Running, after));
    }
}
