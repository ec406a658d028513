using Lumen.AspNetCore.Tests.Page.Tabs;
using Microsoft.Playwright;

namespace Lumen.AspNetCore.Tests.Page;

public sealed class AppearanceTests(ChromiumBrowser browser)
{
    private const string Background = "getComputedStyle(document.documentElement).backgroundColor";

    public static TheoryData<string> Views => ["", $"trace/{ShopTraces.Checkout}", $"trace/{ShopTraces.Checkout}?span=0000000000000001",
        $"trace/{ShopTraces.Hostile}", "?service=nobody"];

    [Theory]
    [MemberData(nameof(Views))]
    public async Task Phone_AnyView_NeedsNoScrollingSideways(string address)
    {
        await using var host = await PageHost.StartAsync(AddAll);
        await using var tab = await browser.OpenTabAsync(host, TabLook.Phone);
        await tab.GoAsync(address);
        await tab.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        Assert.Equal(0, await tab.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth"));
        tab.AssertQuiet();
    }

    [Fact]
    public async Task Phone_NoData_NeedsNoScrollingSideways()
    {
        await using var host = await PageHost.StartAsync();
        await using var tab = await browser.OpenTabAsync(host, TabLook.Phone);
        await tab.GoAsync();
        await tab.SeeAsync("No trace has arrived yet");
        Assert.Equal(0, await tab.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth"));
    }

    [Fact]
    public async Task Theme_FollowsTheSystem_AndCanBeChosen()
    {
        await using var host = await PageHost.StartAsync(AddAll);
        await using var tab = await browser.OpenTabAsync(host, TabLook.Dark);
        await tab.GoAsync();
        await tab.TextsAsync(".result");
        var dark = await tab.Page.EvaluateAsync<string>(Background);
        await tab.Page.Keyboard.PressAsync("t");
        var light = await tab.Page.EvaluateAsync<string>(Background);
        Assert.NotEqual(dark, light);
        await tab.Page.ReloadAsync();
        Assert.Equal(light, await tab.Page.EvaluateAsync<string>(Background));
        await tab.Page.Keyboard.PressAsync("t");
        Assert.Equal(dark, await tab.Page.EvaluateAsync<string>(Background));
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Colors_OnTheGround_HaveTheContrastThatWcagAsksFor(ColorScheme theme)
    {
        await using var host = await PageHost.StartAsync(AddAll);
        await using var tab = await browser.OpenTabAsync(host, new TabLook(Theme: theme));
        await tab.GoAsync();
        await tab.TextsAsync(".result");
        var marks = Enumerable.Range(0, 12).Select(slot => $"--service-{slot}").Append("--line-strong");
        Assert.All(await ContrastsAsync(tab, marks), contrast => Assert.InRange(contrast.Value, 3.0, 21.0));
        Assert.All(
            await ContrastsAsync(tab, ["--ink", "--muted", "--accent", "--error"]),
            contrast => Assert.InRange(contrast.Value, 4.5, 21.0));
    }

    [Fact]
    public async Task Controls_All_HaveANameForAssistiveTechnology()
    {
        await using var host = await PageHost.StartAsync(AddAll);
        await using var tab = await browser.OpenTabAsync(host);
        foreach (var address in new[] { "", $"trace/{ShopTraces.Checkout}?span=0000000000000001" })
        {
            await tab.GoAsync(address);
            await tab.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
            var nameless = await tab.Page.Locator("button, a, input, select, [role=tab], [role=separator]").EvaluateAllAsync<string[]>(
                """
                controls => controls
                  .filter(control => !(control.ariaLabel || control.textContent.trim() || control.labels?.length))
                  .map(control => control.outerHTML)
                """);
            Assert.Empty(nameless);
        }
    }

    /// <summary>The least contrast of each colour with the two grounds it stands on.</summary>
    private static Task<Dictionary<string, double>> ContrastsAsync(BrowserTab tab, IEnumerable<string> tokens) =>
        tab.Page.EvaluateAsync<Dictionary<string, double>>(
            """
            tokens => {
              const probe = document.body.appendChild(document.createElement('i'));
              const luminance = token => {
                probe.style.color = `var(${token})`;
                const [r, g, b] = getComputedStyle(probe).color.match(/[\d.]+/g).map(Number)
                  .map(part => part / 255).map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
                return 0.2126 * r + 0.7152 * g + 0.0722 * b;
              };
              const contrast = (a, b) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
              const grounds = ['--ground', '--raised'].map(luminance);
              const least = token => Math.min(...grounds.map(ground => contrast(luminance(token), ground)));
              const result = Object.fromEntries(tokens.map(token => [token, least(token)]));
              probe.remove();
              return result;
            }
            """,
            tokens.ToArray());

    private static void AddAll(Hosting.TraceShelf shelf)
    {
        ShopTraces.AddCheckout(shelf);
        ShopTraces.AddQuote(shelf);
        ShopTraces.AddHostile(shelf);
    }
}
