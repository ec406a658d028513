using Lumen.AspNetCore.Tests.Page.Tabs;

namespace Lumen.AspNetCore.Tests.Page;

public sealed class MountTests(ChromiumBrowser browser)
{
    [Fact]
    public async Task Page_UnderAPathBase_WorksOnEveryAddress()
    {
        await using var host = await PageHost.StartAsync(ShopTraces.AddCheckout, pathBase: "/behind/a proxy");
        await using var tab = await browser.OpenTabAsync(host);
        await tab.GoAsync($"trace/{ShopTraces.Checkout}");
        await tab.TextsAsync(".row");
        await tab.Page.Keyboard.PressAsync("g");
        await tab.TextsAsync(".result");
        await tab.Page.Locator(".result").ClickAsync();
        await tab.TextsAsync(".row");
        await tab.Page.ReloadAsync();
        await tab.TextsAsync(".row");
        tab.AssertQuiet();
    }
}
