using Lumen.AspNetCore.Tests.Page.Tabs;

namespace Lumen.AspNetCore.Tests.Page;

/// <summary>Whoever can send a span writes names, values and addresses. None of it may run, load, or pretend to be the page.</summary>
public sealed class HostileTextTests(ChromiumBrowser browser)
{
    [Fact]
    public async Task List_HostileNames_AreText()
    {
        await using var host = await PageHost.StartAsync(ShopTraces.AddHostile);
        await using var tab = await browser.OpenTabAsync(host);
        await tab.GoAsync();
        Assert.Equal([ShopTraces.Script], await tab.TextsAsync(".result .name"));
        await AssertNothingRanAsync(tab);
    }

    [Fact]
    public async Task Trace_HostileNames_AreTextEverywhere()
    {
        await using var host = await PageHost.StartAsync(ShopTraces.AddHostile);
        await using var tab = await browser.OpenTabAsync(host);
        await tab.GoAsync($"trace/{ShopTraces.Hostile}");
        Assert.Equal(ShopTraces.Script, (await tab.TextsAsync(".row .name"))[0]);
        Assert.Contains(ShopTraces.Script, await tab.TextsAsync(".breakdown .table:nth-of-type(1) tbody th"));
        await tab.Page.GetByRole(Microsoft.Playwright.AriaRole.Tab, new() { Name = "The path" }).ClickAsync();
        await tab.SeeAsync("own work");
        await AssertNothingRanAsync(tab);
    }

    [Fact]
    public async Task Span_HostileValues_AreTextAndNoLinks()
    {
        await using var host = await PageHost.StartAsync(ShopTraces.AddHostile);
        await using var tab = await browser.OpenTabAsync(host);
        await tab.GoAsync($"trace/{ShopTraces.Hostile}?span=0000000000000001");
        await tab.SeeAsync("javascript:window.ran=true");
        // The only links are those to a search of this page.
        Assert.Equal(0, await tab.Page.Locator("#panel-span a:not([href^='./?q='])").CountAsync());
        Assert.Contains(ShopTraces.Script, await tab.Page.Locator("#panel-span .stack-text").InnerTextAsync(), StringComparison.Ordinal);
        await AssertNothingRanAsync(tab);
    }

    [Fact]
    public async Task Name_ControlAndDirectionCharacters_AreShown()
    {
        await using var host = await PageHost.StartAsync(ShopTraces.AddHostile);
        await using var tab = await browser.OpenTabAsync(host);
        await tab.GoAsync($"trace/{ShopTraces.Hostile}");
        Assert.Equal("שלום ⟨U+202E⟩evil\u2400\u2407", (await tab.TextsAsync(".row .name"))[1]);
    }

    [Fact]
    public async Task Name_OfAnyLength_StaysOnItsLine()
    {
        await using var host = await PageHost.StartAsync(ShopTraces.AddHostile);
        await using var tab = await browser.OpenTabAsync(host);
        await tab.GoAsync($"trace/{ShopTraces.Hostile}");
        await tab.TextsAsync(".row");
        var heights = await tab.Page.Locator(".row").EvaluateAllAsync<int[]>("rows => rows.map(row => row.scrollHeight)");
        Assert.All(heights, height => Assert.InRange(height, 20, 30));
        Assert.Equal(0, await tab.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth"));
    }

    private static async Task AssertNothingRanAsync(BrowserTab tab)
    {
        Assert.Null(await tab.Page.EvaluateAsync<bool?>("window.ran ?? null"));
        Assert.Equal(0, await tab.Page.Locator("main img, main script, main iframe, main svg[onload]").CountAsync());
        tab.AssertQuiet();
    }
}
