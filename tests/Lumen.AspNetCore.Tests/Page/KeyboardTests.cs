using Lumen.AspNetCore.Tests.Page.Tabs;
using Microsoft.Playwright;

namespace Lumen.AspNetCore.Tests.Page;

public sealed class KeyboardTests(ChromiumBrowser browser)
{
    private const string Active = ".row.active .name";

    [Fact]
    public async Task List_Keys_MoveAndOpen()
    {
        await using var host = await PageHost.StartAsync(AddShop);
        await using var tab = await browser.OpenTabAsync(host);
        await tab.GoAsync();
        await tab.TextsAsync(".result");
        await PressAsync(tab, "j", "j", "k", "j");
        await Assertions.Expect(tab.Page.Locator(".result").Nth(1)).ToBeFocusedAsync();
        await PressAsync(tab, "Enter");
        await tab.SeeAddressAsync($"trace/{ShopTraces.Quote}");
        await tab.TextsAsync(".row");
        await PressAsync(tab, "g");
        await tab.SeeAddressAsync("");
        await PressAsync(tab, "/");
        await Assertions.Expect(tab.Page.GetByRole(AriaRole.Combobox, new() { Name = "Service" })).ToBeFocusedAsync();
    }

    [Fact]
    public async Task Waterfall_Arrows_MoveFoldAndUnfold()
    {
        await using var host = await PageHost.StartAsync(AddShop);
        await using var tab = await OpenCheckoutAsync(host);
        await PressAsync(tab, "ArrowDown");
        await SeeActiveAsync(tab, "POST /reserve");
        await PressAsync(tab, "ArrowLeft");
        await Assertions.Expect(tab.Page.Locator(".row")).ToHaveCountAsync(3);
        await Assertions.Expect(tab.Page.Locator(".row.active")).ToHaveAttributeAsync("aria-expanded", "false");
        await PressAsync(tab, "ArrowRight");
        await Assertions.Expect(tab.Page.Locator(".row")).ToHaveCountAsync(11);
        await PressAsync(tab, "ArrowRight");
        await SeeActiveAsync(tab, "SELECT quantity");
        await PressAsync(tab, "ArrowLeft");
        await SeeActiveAsync(tab, "POST /reserve");
        await PressAsync(tab, "End");
        await SeeActiveAsync(tab, "send receipt");
        await PressAsync(tab, "k", "Home");
        await SeeActiveAsync(tab, "POST /checkout");
    }

    [Fact]
    public async Task Waterfall_EnterAndEscape_OpenAndCloseASpan()
    {
        await using var host = await PageHost.StartAsync(AddShop);
        await using var tab = await OpenCheckoutAsync(host);
        await PressAsync(tab, "j", "Enter");
        await tab.SeeAddressAsync($"trace/{ShopTraces.Checkout}?span=0000000000000002");
        await Assertions.Expect(tab.Page.Locator("#panel-span h2")).ToHaveTextAsync("POST /reserve");
        await PressAsync(tab, "j");
        await tab.SeeAddressAsync($"trace/{ShopTraces.Checkout}?span=000000000000000a");
        await PressAsync(tab, "Escape");
        await tab.SeeAddressAsync($"trace/{ShopTraces.Checkout}");
        await Assertions.Expect(tab.Page.Locator("#panel-time")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Search_SlashAndN_GoThroughTheHits()
    {
        await using var host = await PageHost.StartAsync(AddShop);
        await using var tab = await OpenCheckoutAsync(host);
        await PressAsync(tab, "/");
        await tab.Page.Keyboard.TypeAsync("stock");
        await tab.SeeAsync("9");
        await PressAsync(tab, "Escape", "n");
        await SeeActiveAsync(tab, "POST /reserve");
        await tab.SeeAsync("1 of 9");
        await PressAsync(tab, "n", "n", "N");
        await tab.SeeAsync("2 of 9");
        await tab.SeeAddressAsync($"trace/{ShopTraces.Checkout}?q=stock");
        await tab.Page.ReloadAsync();
        Assert.Equal(9, (await tab.TextsAsync(".row.hit")).Count);
    }

    [Fact]
    public async Task Waterfall_Letters_GoToErrorBottleneckAndPath()
    {
        await using var host = await PageHost.StartAsync(AddShop);
        await using var tab = await browser.OpenTabAsync(host);
        await tab.GoAsync($"trace/{ShopTraces.Quote}");
        await tab.TextsAsync(".row");
        await PressAsync(tab, "e");
        await Assertions.Expect(tab.Page.Locator(".row.active")).ToContainTextAsync("failed");
        await PressAsync(tab, "b");
        await Assertions.Expect(tab.Page.Locator(".row.active .spoken")).ToContainTextAsync("bottleneck");

        await tab.GoAsync($"trace/{ShopTraces.Checkout}");
        await tab.TextsAsync(".row");
        await PressAsync(tab, "c");
        await tab.SeeAddressAsync($"trace/{ShopTraces.Checkout}?path=only");
        await Assertions.Expect(tab.Page.Locator(".row")).ToHaveCountAsync(10);
        await PressAsync(tab, "c");
        await Assertions.Expect(tab.Page.Locator(".row")).ToHaveCountAsync(11);
    }

    [Fact]
    public async Task Zoom_KeysChangeTheWindow_AddressKeepsIt()
    {
        await using var host = await PageHost.StartAsync(AddShop);
        await using var tab = await OpenCheckoutAsync(host);
        await PressAsync(tab, "+");
        await tab.SeeAddressAsync($"trace/{ShopTraces.Checkout}?from=25000000&to=75000000");
        await tab.Page.ReloadAsync();
        await tab.TextsAsync(".row");
        await Assertions.Expect(tab.Page.Locator(".minimap-window")).ToBeVisibleAsync();
        await PressAsync(tab, "0");
        await tab.SeeAddressAsync($"trace/{ShopTraces.Checkout}");
    }

    [Fact]
    public async Task QuestionMark_ShowsTheKeys_EscapeEndsIt()
    {
        await using var host = await PageHost.StartAsync(AddShop);
        await using var tab = await OpenCheckoutAsync(host);
        await PressAsync(tab, "?");
        Assert.Contains("The bottleneck", await tab.Page.GetByRole(AriaRole.Dialog).InnerTextAsync(), StringComparison.Ordinal);
        await PressAsync(tab, "Escape");
        await Assertions.Expect(tab.Page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        tab.AssertQuiet();
    }

    private async Task<BrowserTab> OpenCheckoutAsync(PageHost host)
    {
        var tab = await browser.OpenTabAsync(host);
        await tab.GoAsync($"trace/{ShopTraces.Checkout}");
        await tab.TextsAsync(".row");
        return tab;
    }

    private static Task SeeActiveAsync(BrowserTab tab, string name) => Assertions.Expect(tab.Page.Locator(Active)).ToHaveTextAsync(name);

    private static async Task PressAsync(BrowserTab tab, params string[] keys)
    {
        foreach (var key in keys)
        {
            await tab.Page.Keyboard.PressAsync(key);
        }
    }

    private static void AddShop(Hosting.TraceShelf shelf)
    {
        ShopTraces.AddCheckout(shelf);
        ShopTraces.AddQuote(shelf);
    }
}
