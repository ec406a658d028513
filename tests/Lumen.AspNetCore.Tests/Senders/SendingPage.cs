using Lumen.AspNetCore.Tests.Page.Tabs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;

namespace Lumen.AspNetCore.Tests.Senders;

/// <summary>A page with an origin of its own, open in a real browser, that sends OTLP/JSON.</summary>
internal sealed class SendingPage : IAsyncDisposable
{
    private const string Script =
        """
        async ([address, body]) => {
          try {
            const answer = await fetch(address, {
              method: 'POST', headers: { 'content-type': 'application/json', 'x-api-key': 'secret' }, body, keepalive: true,
            });
            return `${answer.status} ${answer.headers.get('retry-after')} ${await answer.text()}`;
          } catch (error) {
            return String(error);
          }
        }
        """;

    private readonly WebApplication _application;
    private readonly IBrowserContext _context;
    private readonly IPage _tab;

    private SendingPage(WebApplication application, IBrowserContext context, IPage tab) =>
        (_application, _context, _tab) = (application, context, tab);

    /// <summary>The span that it sends.</summary>
    internal static SpanId Span { get; } = new(0xEEE1_9B7E_C3C1_B174);

    /// <summary>The page's origin.</summary>
    internal string Origin => _application.Urls.Single();

    internal static async Task<SendingPage> StartAsync(ChromiumBrowser browser)
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
        var context = await browser.OpenContextAsync();
        var tab = await context.NewPageAsync();
        await tab.GotoAsync(application.Urls.Single());
        return new SendingPage(application, context, tab);
    }

    /// <summary>Sends a trace of one span.</summary>
    /// <returns>The answer's status, its delay and its body, or the error that the page's script sees.</returns>
    internal Task<string> FetchAsync(Uri receiver, TraceId trace) =>
        _tab.EvaluateAsync<string>(Script, new[] { new Uri(receiver, "v1/traces").ToString(), Request(trace) });

    public async ValueTask DisposeAsync()
    {
        await _context.DisposeAsync();
        await _application.DisposeAsync();
    }

    private static string Request(TraceId trace) =>
        $$$"""
        {"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"storefront"}}]},"scopeSpans":[{"spans":[
        {"traceId":"{{{trace}}}","spanId":"{{{Span}}}","name":"click","kind":3,
        "startTimeUnixNano":"1700000000000000000","endTimeUnixNano":"1700000000005000000",
        "attributes":[{"key":"browser.language","value":{"stringValue":"en"}}]}]}]}]}
        """;
}
