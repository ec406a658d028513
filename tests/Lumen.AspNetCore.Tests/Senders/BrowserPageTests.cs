using Lumen.AspNetCore.Tests.Page.Tabs;
using Lumen.TestKit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Lumen.AspNetCore.Tests.Senders;

/// <summary>A page of another origin that sends OTLP/JSON from a real Chromium, as the SDK for browsers does.</summary>
public sealed class BrowserPageTests(ChromiumBrowser browser)
{
    private static readonly TraceId Trace = new(0x5B8E_FFF7_9803_8103, 0xD269_B633_8130_56CE);

    private const string Request =
        """
        {"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"storefront"}}]},"scopeSpans":[{"spans":[
        {"traceId":"5B8EFFF798038103D269B633813056CE","spanId":"EEE19B7EC3C1B174","name":"click","kind":3,
        "startTimeUnixNano":"1700000000000000000","endTimeUnixNano":"1700000000005000000",
        "attributes":[{"key":"browser.language","value":{"stringValue":"en"}}]}]}]}]}
        """;

    [Fact]
    public async Task Fetch_FromAnAllowedOrigin_StoresTheTraceAndReadsTheAnswer()
    {
        await using var page = await StartPageAsync();
        await using var host = await ReceivingHost.StartAsync(options =>
        {
            options.ApiKey = "secret";
            options.CorsOrigins.Add(page.Urls.Single());
        });

        Assert.Equal("200 {}", await FetchAsync(page, host));

        var span = await host.FindAsync(Trace, new SpanId(0xEEE1_9B7E_C3C1_B174));
        Assert.Equal(("storefront", "click", SpanKind.Client), (span.Service, span.Name, span.Kind));
        Assert.Equal("en", Assert.Single(span.Attributes, attribute => attribute.Key == "browser.language").Value.AsString);
    }

    [Fact]
    public async Task Fetch_FromAnotherOrigin_IsStoppedByTheBrowser()
    {
        await using var page = await StartPageAsync();
        await using var host = await ReceivingHost.StartAsync(options => options.CorsOrigins.Add("http://elsewhere.example"));

        Assert.StartsWith("TypeError", await FetchAsync(page, host), StringComparison.Ordinal);

        Assert.Null(await host.Reader.FindTraceAsync(Trace, CancellationToken.None));
    }

    private async Task<string> FetchAsync(WebApplication page, ReceivingHost host)
    {
        var context = await browser.OpenContextAsync();
        await using (context)
        {
            var tab = await context.NewPageAsync();
            await tab.GotoAsync(page.Urls.Single());
            return await tab.EvaluateAsync<string>(
                """
                async ([address, body]) => {
                  try {
                    const answer = await fetch(address, {
                      method: 'POST', headers: { 'content-type': 'application/json', 'x-api-key': 'secret' }, body, keepalive: true,
                    });
                    return `${answer.status} ${await answer.text()}`;
                  } catch (error) {
                    return String(error);
                  }
                }
                """,
                new[] { new Uri(host.Http, "v1/traces").ToString(), Request });
        }
    }

    private static async Task<WebApplication> StartPageAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var application = builder.Build();
        application.Run(context =>
        {
            context.Response.ContentType = "text/html";
            return context.Response.WriteAsync("<!doctype html><title>shop</title>");
        });
        await application.StartAsync();
        return application;
    }
}
