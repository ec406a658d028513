using Lumen.AspNetCore.Tests.Page.Tabs;
using Microsoft.Playwright;

namespace Lumen.AspNetCore.Tests.Page;

public sealed class FirstTraceTests(ChromiumBrowser browser)
{
    [Fact]
    public async Task Empty_NoTraceYet_SaysHowToSendOneHere()
    {
        await using var host = await PageHost.StartAsync();
        await using var tab = await browser.OpenTabAsync(host);
        await tab.GoAsync();
        Assert.Equal([".NET", "Java", "Node", "Python"], await tab.TextsAsync(".snippets h2"));
        var snippets = await tab.TextsAsync(".snippets pre");
        Assert.All(snippets, snippet => Assert.Contains(host.Address.TrimEnd('/'), snippet, StringComparison.Ordinal));
        Assert.Contains("-Dotel.exporter.otlp.protocol=http/protobuf", snippets[1], StringComparison.Ordinal);
        tab.AssertQuiet();
    }

    [Fact]
    public async Task Snippet_Copied_IsOnTheClipboard()
    {
        await using var host = await PageHost.StartAsync();
        await using var tab = await browser.OpenTabAsync(host);
        await tab.Page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await tab.GoAsync();
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Copy the Python snippet" }).ClickAsync();
        await tab.SeeAsync("Copied");
        var copied = await tab.Page.EvaluateAsync<string>("navigator.clipboard.readText()");
        Assert.Equal((await tab.TextsAsync(".snippets pre"))[3], copied);
    }

    [Fact]
    public async Task Empty_FirstTraceArrives_IsShownByItself()
    {
        await using var host = await PageHost.StartAsync();
        await using var tab = await browser.OpenTabAsync(host);
        await tab.GoAsync();
        await tab.SeeAsync("No trace has arrived yet");
        ShopTraces.AddCheckout(host.Shelf);
        await Assertions.Expect(tab.Page.Locator(".result .name")).ToHaveTextAsync(["POST /checkout"]);
        tab.AssertQuiet();
    }
}
