using Lumen.AspNetCore.Tests.Page.Tabs;
using Microsoft.Extensions.Hosting;
using Microsoft.Playwright;

namespace Lumen.AspNetCore.Tests.Page;

/// <summary>Every refusal of the server is a sentence on the page that says what to do.</summary>
public sealed class RefusalTests(ChromiumBrowser browser)
{
    [Fact]
    public async Task Filter_NotADuration_TheServersSentence()
    {
        await using var host = await PageHost.StartAsync(ShopTraces.AddCheckout);
        await using var tab = await browser.OpenTabAsync(host);
        await tab.GoAsync("?minDuration=long");
        await Assertions.Expect(tab.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("'minDuration'");
        await tab.Page.GetByLabel("At least").FillAsync("1ms");
        await tab.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(tab.Page.Locator(".result")).ToHaveCountAsync(1);
    }

    [Theory]
    [InlineData("trace/ffffffffffffffffffffffffffffffff")]
    [InlineData("trace/short")]
    public async Task Trace_NotThere_SentenceAndAWayBack(string address)
    {
        await using var host = await PageHost.StartAsync(ShopTraces.AddCheckout);
        await using var tab = await browser.OpenTabAsync(host);
        await tab.GoAsync(address);
        var alert = tab.Page.GetByRole(AriaRole.Alert);
        await Assertions.Expect(alert.Locator("p").First).ToHaveTextAsync(new System.Text.RegularExpressions.Regex(@"^\S.{20,}"));
        await alert.GetByRole(AriaRole.Link, new() { Name = "All traces" }).ClickAsync();
        await tab.TextsAsync(".result");
    }

    [Fact]
    public async Task Store_Away_ItsSentenceAndTryAgain()
    {
        await using var host = await PageHost.StartAsync(ShopTraces.AddCheckout);
        host.Shelf.Unavailable = "The directory is locked by another process.";
        await using var tab = await browser.OpenTabAsync(host);
        await tab.GoAsync();
        await tab.SeeAsync("The directory is locked by another process.");
        host.Shelf.Unavailable = null;
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Try again" }).ClickAsync();
        await tab.TextsAsync(".result");
    }

    [Fact]
    public async Task Server_Lost_IsSaidAndAskedAgain()
    {
        await using var host = await PageHost.StartAsync(ShopTraces.AddCheckout);
        await using var tab = await browser.OpenTabAsync(host);
        await tab.Page.RouteAsync("**/api/**", route => route.AbortAsync());
        await tab.GoAsync();
        await tab.SeeAsync("The server does not answer.");
        await tab.Page.UnrouteAllAsync();
        await tab.TextsAsync(".result");
    }

    [Fact]
    public async Task Answer_NotJson_SaysSo()
    {
        await using var host = await PageHost.StartAsync(ShopTraces.AddCheckout);
        await using var tab = await browser.OpenTabAsync(host);
        await tab.Page.RouteAsync("**/api/traces?**", route => route.FulfillAsync(new() { Status = 200, Body = "<html>proxy</html>" }));
        await tab.GoAsync();
        await tab.SeeAsync("The answer was cut or is not JSON.");
        tab.AssertQuiet();
    }

    [Fact]
    public async Task Page_NobodySaidWhoMayLook_SaysWhatToAdd()
    {
        await using var host = await PageHost.StartAsync(environment: Environments.Production);
        await using var tab = await browser.OpenTabAsync(host);
        await tab.GoAsync();
        await tab.SeeAsync("RequireAuthorization");
    }

    [Fact]
    public async Task Address_Unknown_LeadsBack()
    {
        await using var host = await PageHost.StartAsync(ShopTraces.AddCheckout);
        await using var tab = await browser.OpenTabAsync(host);
        await tab.GoAsync($"trace/{ShopTraces.Checkout}?span=ffffffffffffffff&tab=span");
        await tab.SeeAsync("Choose a span");
        tab.AssertQuiet();
    }
}
