using Lumen.AspNetCore.Tests.Page.Tabs;
using Microsoft.Playwright;

namespace Lumen.AspNetCore.Tests.Page;

public sealed class SpanPanelTests(ChromiumBrowser browser)
{
    [Fact]
    public async Task Span_InTheAddress_ShowsAllThereIs()
    {
        await using var host = await PageHost.StartAsync(ShopTraces.AddCheckout);
        await using var tab = await browser.OpenTabAsync(host);
        await tab.GoAsync($"trace/{ShopTraces.Checkout}?span=0000000000000001");
        await tab.SeeAsync("http.request.method");
        var panel = tab.Page.Locator("#panel-span");
        await Assertions.Expect(panel.Locator("h2")).ToHaveTextAsync("POST /checkout");
        await Assertions.Expect(panel.GetByRole(AriaRole.Link, new() { Name = "https://shop.example/checkout" }))
            .ToHaveAttributeAsync("rel", "noopener noreferrer");
        await Assertions.Expect(panel.GetByRole(AriaRole.Link, new() { Name = "Another trace" }))
            .ToHaveAttributeAsync("href", $"trace/{ShopTraces.Quote}?span=0000000000000001");
        await panel.GetByText("Resource").ClickAsync();
        await Assertions.Expect(panel.GetByText("service.name")).ToBeVisibleAsync();
        tab.AssertQuiet();
    }

    [Fact]
    public async Task Value_Long_IsFoldedUntilAsked()
    {
        await using var host = await PageHost.StartAsync(ShopTraces.AddCheckout);
        await using var tab = await browser.OpenTabAsync(host);
        await tab.GoAsync($"trace/{ShopTraces.Checkout}?span=0000000000000001");
        var value = tab.Page.Locator("#panel-span .value", new() { HasText = "bbbb" });
        Assert.InRange((await value.InnerTextAsync()).Length, 100, 400);
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "All 2,000 characters" }).ClickAsync();
        Assert.Equal(2_000, (await value.InnerTextAsync()).Length);
    }

    [Fact]
    public async Task Events_OfASpan_TimeFromItsStartAndValues()
    {
        await using var host = await PageHost.StartAsync(ShopTraces.AddCheckout);
        await using var tab = await browser.OpenTabAsync(host);
        await tab.GoAsync($"trace/{ShopTraces.Checkout}?span=0000000000000002");
        var happened = Assert.Single(await tab.TextsAsync("#panel-span .event")).Replace('\u202F', ' ');
        Assert.Contains("cache.miss", happened, StringComparison.Ordinal);
        Assert.Contains("+2.00 ms", happened, StringComparison.Ordinal);
        Assert.Contains("basket-7", happened, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Failure_OfASpan_StandsOutWithMessageAndStackTrace()
    {
        await using var host = await PageHost.StartAsync(ShopTraces.AddQuote);
        await using var tab = await browser.OpenTabAsync(host);
        await tab.GoAsync($"trace/{ShopTraces.Quote}?span=0000000000000002");
        Assert.Equal("Failed: no lorry today", Assert.Single(await tab.TextsAsync(".status-line.failed")));
        var stack = tab.Page.Locator(".stack-text");
        Assert.DoesNotContain("Step40", await stack.InnerTextAsync(), StringComparison.Ordinal);
        await tab.Page.Locator(".stack").GetByRole(AriaRole.Button, new() { NameRegex = new("^All ") }).ClickAsync();
        Assert.Contains("Step40", await stack.InnerTextAsync(), StringComparison.Ordinal);
        Assert.Contains("1 span failed: GET /price in carrier.", Assert.Single(await tab.TextsAsync("h1")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Parent_Clicked_IsTheOpenSpan()
    {
        await using var host = await PageHost.StartAsync(ShopTraces.AddCheckout);
        await using var tab = await browser.OpenTabAsync(host);
        await tab.GoAsync($"trace/{ShopTraces.Checkout}?span=0000000000000002");
        await tab.Page.Locator("#panel-span").GetByRole(AriaRole.Button, new() { Name = "POST /checkout" }).ClickAsync();
        await tab.SeeAddressAsync($"trace/{ShopTraces.Checkout}?span=0000000000000001");
        await Assertions.Expect(tab.Page.Locator("#panel-span h2")).ToHaveTextAsync("POST /checkout");
    }

    [Fact]
    public async Task Answer_OfAnEarlierSpan_IsDropped()
    {
        await using var host = await PageHost.StartAsync(ShopTraces.AddCheckout);
        await using var tab = await browser.OpenTabAsync(host);
        var held = new TaskCompletionSource<IRoute>(TaskCreationOptions.RunContinuationsAsynchronously);
        await tab.Page.RouteAsync("**/spans/0000000000000001", route =>
        {
            held.TrySetResult(route);
            return Task.CompletedTask;
        });
        await tab.GoAsync($"trace/{ShopTraces.Checkout}?span=0000000000000001");
        var route = await held.Task;
        await tab.Page.Keyboard.PressAsync("j");
        await tab.SeeAsync("cache.miss");
        await route.ContinueAsync();
        await tab.Page.Keyboard.PressAsync("j");
        await Assertions.Expect(tab.Page.Locator("#panel-span h2")).ToHaveTextAsync("SELECT quantity");
        await Assertions.Expect(tab.Page.GetByText("http.request.method")).ToHaveCountAsync(0);
    }
}
