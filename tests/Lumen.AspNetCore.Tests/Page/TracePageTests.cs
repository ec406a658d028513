using System.Globalization;
using Lumen.AspNetCore.Tests.Page.Tabs;
using Microsoft.Playwright;

namespace Lumen.AspNetCore.Tests.Page;

public sealed class TracePageTests(ChromiumBrowser browser)
{
    [Fact]
    public async Task Sentence_CallsOneAfterTheOther_SaysWhereTheTimeWent()
    {
        await using var host = await PageHost.StartAsync(ShopTraces.AddCheckout);
        await using var tab = await browser.OpenTabAsync(host);
        await tab.GoAsync($"trace/{ShopTraces.Checkout}");
        var sentence = Assert.Single(await tab.TextsAsync("h1"));
        Assert.Equal(
            "POST /checkout took 100 ms; 80.0 ms of it, 80.0 %, in stock: 8 queries one after the other (SELECT quantity, 72.0 ms).",
            sentence.Replace('\u202F', ' '));
        tab.AssertQuiet();
    }

    [Fact]
    public async Task Waterfall_Rows_AreATreeThatCanBeRead()
    {
        await using var host = await PageHost.StartAsync(ShopTraces.AddCheckout);
        await using var tab = await browser.OpenTabAsync(host);
        await tab.GoAsync($"trace/{ShopTraces.Checkout}");
        var names = await tab.TextsAsync(".row .name");
        Assert.Equal(["POST /checkout", "POST /reserve", .. Enumerable.Repeat("SELECT quantity", 8), "send receipt"], names);
        var levels = await tab.Page.Locator(".row").EvaluateAllAsync<string[]>("rows => rows.map(row => row.ariaLevel)");
        Assert.Equal(["1", "2", .. Enumerable.Repeat("3", 8), "2"], levels);
        var spoken = (await tab.TextsAsync(".row .spoken")).Select(text => text.Replace('\u202F', ' ')).ToList();
        Assert.EndsWith("on the critical path 20.0 ms, bottleneck", spoken[0], StringComparison.Ordinal);
        Assert.Equal("stock, client, 9.00 ms, own time 9.00 ms, on the critical path 9.00 ms", spoken[2]);
    }

    [Fact]
    public async Task Waterfall_CriticalPath_RunsThroughTheBarsThatDecide()
    {
        await using var host = await PageHost.StartAsync(ShopTraces.AddCheckout);
        await using var tab = await browser.OpenTabAsync(host);
        await tab.GoAsync($"trace/{ShopTraces.Checkout}");
        await tab.TextsAsync(".row");
        Assert.Equal(await ColorAsync(tab, "--ink"), await PixelAsync(tab, row: 2, milliseconds: 14.5));
        Assert.Equal(await ColorAsync(tab, "--ink"), await PixelAsync(tab, row: 0, milliseconds: 5));
        Assert.NotEqual(await ColorAsync(tab, "--ink"), await PixelAsync(tab, row: 10, milliseconds: 30));
        Assert.NotEqual(await ColorAsync(tab, "--ground"), await PixelAsync(tab, row: 10, milliseconds: 30));
    }

    [Fact]
    public async Task Breakdown_Services_ShareTheWholeRequest()
    {
        await using var host = await PageHost.StartAsync(ShopTraces.AddCheckout);
        await using var tab = await browser.OpenTabAsync(host);
        await tab.GoAsync($"trace/{ShopTraces.Checkout}");
        const string Services = ".breakdown .table:nth-of-type(1) tbody tr";
        var critical = await tab.TextsAsync($"{Services} td.percent:nth-of-type(3)");
        Assert.Equal(["80.0 %", "20.0 %", ""], critical.Select(text => text.Replace('\u202F', ' ')));
        var operations = await tab.TextsAsync(".breakdown .table:nth-of-type(2) tbody td.percent:nth-of-type(3)");
        var percents = operations.Where(text => text.Length > 0).Select(text => text.Split('\u202F')[0]);
        Assert.Equal(100m, percents.Sum(text => decimal.Parse(text, CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task Breakdown_Header_Sorts()
    {
        await using var host = await PageHost.StartAsync(ShopTraces.AddCheckout);
        await using var tab = await browser.OpenTabAsync(host);
        await tab.GoAsync($"trace/{ShopTraces.Checkout}");
        const string Names = ".breakdown .table:nth-of-type(1) tbody th";
        Assert.Equal(["stock", "shop", "mail"], await tab.TextsAsync(Names));
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "By service" }).ClickAsync();
        Assert.Equal(["mail", "shop", "stock"], await tab.TextsAsync(Names));
        Assert.Equal("ascending", await tab.Page.Locator(".breakdown thead th").First.GetAttributeAsync("aria-sort"));
    }

    [Fact]
    public async Task Breakdown_ChosenService_SetsTheOthersBack()
    {
        await using var host = await PageHost.StartAsync(ShopTraces.AddCheckout);
        await using var tab = await browser.OpenTabAsync(host);
        await tab.GoAsync($"trace/{ShopTraces.Checkout}");
        await tab.Page.Locator(".breakdown .group", new() { HasText = "mail" }).First.ClickAsync();
        Assert.Equal(10, (await tab.TextsAsync(".row.faded")).Count);
        Assert.Equal(["send receipt"], await tab.TextsAsync(".row:not(.faded) .name"));
    }

    [Fact]
    public async Task Path_RepeatedCalls_AreOneStepWithItsReason()
    {
        await using var host = await PageHost.StartAsync(ShopTraces.AddCheckout);
        await using var tab = await browser.OpenTabAsync(host);
        await tab.GoAsync($"trace/{ShopTraces.Checkout}?tab=path");
        var steps = (await tab.TextsAsync(".path li")).Select(step => step.Replace('\u202F', ' ')).ToList();
        Assert.Contains(steps, step => step.Contains("8 calls of SELECT quantity", StringComparison.Ordinal)
            && step.Contains("one after the other, 9.00 ms each on average; 7.00 ms between them", StringComparison.Ordinal));
        Assert.Contains("gap: no child was running, after POST /reserve", steps[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Trace_StillGrowing_AskedAgainShowsMore()
    {
        await using var host = await PageHost.StartAsync(ShopTraces.AddQuote);
        await using var tab = await browser.OpenTabAsync(host);
        await tab.GoAsync($"trace/{ShopTraces.Quote}?tab=path");
        Assert.Equal(3, (await tab.TextsAsync(".row")).Count);
        ShopTraces.AddLateSpan(host.Shelf);
        await tab.Page.Keyboard.PressAsync("r");
        await Assertions.Expect(tab.Page.Locator(".row")).ToHaveCountAsync(4);
        await Assertions.Expect(tab.Page.Locator("#panel-path")).ToBeVisibleAsync();
        tab.AssertQuiet();
    }

    [Fact]
    public async Task Waterfall_TenThousandSpans_OnlyTheVisibleRowsExist()
    {
        await using var host = await PageHost.StartAsync(ShopTraces.AddLarge);
        await using var tab = await browser.OpenTabAsync(host);
        await tab.GoAsync($"trace/{ShopTraces.Large}");
        Assert.InRange((await tab.TextsAsync(".row")).Count, 10, 120);
        await tab.Page.Keyboard.PressAsync("End");
        await tab.SeeAsync("row 9999");
        Assert.InRange((await tab.TextsAsync(".row")).Count, 10, 120);
        Assert.Equal("10002", await tab.Page.Locator("[role=treegrid]").GetAttributeAsync("aria-rowcount"));
        tab.AssertQuiet();
    }

    private static Task<string> ColorAsync(BrowserTab tab, string token) => tab.Page.EvaluateAsync<string>(
        """
        token => {
          const probe = document.body.appendChild(document.createElement('i'));
          probe.style.color = `var(${token})`;
          const color = getComputedStyle(probe).color.match(/\d+/g).slice(0, 3).join(' ');
          probe.remove();
          return color;
        }
        """,
        token);

    /// <summary>The colour in the middle of a row's bar at a time of the 100 ms that the whole width shows.</summary>
    private static Task<string> PixelAsync(BrowserTab tab, int row, double milliseconds) => tab.Page.EvaluateAsync<string>(
        """
        ([row, share]) => {
          const canvas = document.querySelector('canvas.bars');
          const ratio = canvas.width / canvas.clientWidth;
          const label = document.querySelector('.label').clientWidth + 1;
          const left = label + 12;
          const x = left + share * (canvas.clientWidth - left - 20);
          const pixel = canvas.getContext('2d').getImageData(Math.round(x * ratio), Math.round((row * 28 + 14) * ratio), 1, 1).data;
          return [...pixel].slice(0, 3).join(' ');
        }
        """,
        new object[] { row, milliseconds / 100 });
}
