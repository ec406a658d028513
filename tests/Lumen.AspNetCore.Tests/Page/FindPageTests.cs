using Lumen.AspNetCore.Tests.Page.Tabs;
using Lumen.Queries;
using Lumen.TestKit;
using Microsoft.Playwright;

namespace Lumen.AspNetCore.Tests.Page;

public sealed class FindPageTests(ChromiumBrowser browser)
{
    [Fact]
    public async Task List_Traces_NewestFirstWithWhatAPersonLooksFor()
    {
        await using var host = await PageHost.StartAsync(AddShop);
        await using var tab = await browser.OpenTabAsync(host);
        await tab.GoAsync();
        Assert.Equal(["POST /checkout", "GET /quote"], await tab.TextsAsync(".result .name"));
        Assert.Equal(["100 ms", "300 ms"], (await tab.TextsAsync(".result .took")).Select(text => text.Replace('\u202F', ' ')));
        Assert.Contains("1 error", (await tab.TextsAsync(".result .facts"))[1], StringComparison.Ordinal);
        Assert.Equal(["All services", "carrier", "mail", "shop", "stock"], await tab.TextsAsync(".services > ul > li > a"));
        tab.AssertQuiet();
    }

    [Fact]
    public async Task Filters_Changed_AreInTheAddressAndBackUndoesThem()
    {
        await using var host = await PageHost.StartAsync(AddShop);
        await using var tab = await browser.OpenTabAsync(host);
        await tab.GoAsync();
        await tab.TextsAsync(".result");

        await tab.Page.GetByLabel("At least").FillAsync("200ms");
        await tab.Page.Keyboard.PressAsync("Enter");
        await tab.SeeAddressAsync("?minDuration=200ms");
        await Assertions.Expect(tab.Page.Locator(".result")).ToHaveCountAsync(1);
        await tab.Page.GetByLabel("Errors only").CheckAsync();
        await tab.SeeAddressAsync("?minDuration=200ms&error=true");
        await tab.SeeAsync("No trace matches");

        await tab.Page.GoBackAsync();
        await Assertions.Expect(tab.Page.Locator(".result .name")).ToHaveTextAsync(["GET /quote"]);
        await Assertions.Expect(tab.Page.GetByLabel("Errors only")).Not.ToBeCheckedAsync();
        await tab.Page.GoBackAsync();
        await Assertions.Expect(tab.Page.Locator(".result")).ToHaveCountAsync(2);
        await tab.Page.GoForwardAsync();
        await Assertions.Expect(tab.Page.Locator(".result")).ToHaveCountAsync(1);
        Assert.Equal("200ms", await tab.Page.GetByLabel("At least").InputValueAsync());
        tab.AssertQuiet();
    }

    [Fact]
    public async Task Filters_InASharedAddress_GiveTheSamePicture()
    {
        await using var host = await PageHost.StartAsync(AddShop);
        await using var tab = await browser.OpenTabAsync(host);
        await tab.GoAsync("?service=carrier&error=true&range=6h");
        Assert.Equal(["GET /quote"], await tab.TextsAsync(".result .name"));
        Assert.Equal("carrier", await tab.Page.GetByRole(AriaRole.Combobox, new() { Name = "Service" }).InputValueAsync());
        Assert.Equal("6h", await tab.Page.Locator("[name=range]").InputValueAsync());
        Assert.True(await tab.Page.GetByLabel("Errors only").IsCheckedAsync());
        Assert.Equal("carrier", Assert.Single(await tab.TextsAsync(".services > ul > li > a[aria-current]")));
        Assert.Equal(["GET /price"], await tab.TextsAsync(".services li li a bdi"));
        await tab.Page.ReloadAsync();
        Assert.Equal(["GET /quote"], await tab.TextsAsync(".result .name"));
    }

    [Fact]
    public async Task Conditions_AddedAsChips_NarrowTogetherAndAreInTheAddress()
    {
        await using var host = await PageHost.StartAsync(AddShop);
        await using var tab = await browser.OpenTabAsync(host);
        await tab.GoAsync();
        await tab.TextsAsync(".result");

        await AddAsync("status = error");
        await Assertions.Expect(tab.Page.Locator(".result .name")).ToHaveTextAsync(["GET /quote"]);
        await AddAsync("event.exception.type = NoLorryException");
        await tab.SeeAddressAsync("?q=status+%3D+error&q=event.exception.type+%3D+NoLorryException");
        await Assertions.Expect(tab.Page.Locator(".result .name")).ToHaveTextAsync(["GET /quote"]);
        var both = SpanPredicate.Parse("status = error and event.exception.type = NoLorryException");
        await Eventually.TrueAsync(() => both.Equals(host.Shelf.LastQuery?.Where), "both conditions are asked for");

        await tab.Page.ReloadAsync();
        Assert.Equal(["status = error", "event.exception.type = NoLorryException"], await tab.TextsAsync(".filters .condition bdi"));
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Without status = error" }).ClickAsync();
        await tab.SeeAddressAsync("?q=event.exception.type+%3D+NoLorryException");
        await Assertions.Expect(tab.Page.Locator(".filters .condition")).ToHaveCountAsync(1);
        tab.AssertQuiet();

        async Task AddAsync(string condition)
        {
            await tab.Page.GetByLabel("Condition", new() { Exact = true }).FillAsync(condition);
            await tab.Page.Keyboard.PressAsync("Enter");
            await Assertions.Expect(tab.Page.Locator(".filters .condition", new() { HasText = condition })).ToBeVisibleAsync();
        }
    }

    [Fact]
    public async Task Condition_ThatDoesNotRead_SaysWhereAndStaysToBeTakenAway()
    {
        await using var host = await PageHost.StartAsync(AddShop);
        await using var tab = await browser.OpenTabAsync(host);
        await tab.GoAsync("?q=status+%3D");
        await tab.SeeAsync("at character");
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Without status =" }).ClickAsync();
        await Assertions.Expect(tab.Page.Locator(".result")).ToHaveCountAsync(2);
    }

    [Fact]
    public async Task Attribute_OfASpan_LeadsToTheTracesThatHaveIt()
    {
        await using var host = await PageHost.StartAsync(AddShop);
        await using var tab = await browser.OpenTabAsync(host);
        await tab.GoAsync($"trace/{ShopTraces.Checkout}?span=0000000000000001");
        await tab.Page.GetByRole(AriaRole.Link, new() { Name = "Find traces with this value of http.request.method" }).ClickAsync();
        await tab.SeeAddressAsync("?q=span.http.request.method+%3D+POST");
        await Assertions.Expect(tab.Page.Locator(".result .name")).ToHaveTextAsync(["POST /checkout"]);
        tab.AssertQuiet();
    }

    [Fact]
    public async Task Services_Chosen_FilterTheTraces()
    {
        await using var host = await PageHost.StartAsync(AddShop);
        await using var tab = await browser.OpenTabAsync(host);
        await tab.GoAsync();
        await tab.Page.Locator(".services a", new() { HasText = "stock" }).ClickAsync();
        await tab.SeeAddressAsync("?service=stock");
        await Assertions.Expect(tab.Page.Locator(".result .name")).ToHaveTextAsync(["POST /checkout"]);
    }

    [Fact]
    public async Task Trace_OpenedAndLeft_TheListIsAsItWas()
    {
        await using var host = await PageHost.StartAsync(AddShop);
        await using var tab = await browser.OpenTabAsync(host);
        await tab.GoAsync("?service=shop");
        await tab.Page.Locator(".result").Nth(1).ClickAsync();
        await tab.SeeAddressAsync($"trace/{ShopTraces.Quote}");
        await tab.TextsAsync(".row");
        await tab.Page.GoBackAsync();
        await tab.SeeAddressAsync("?service=shop");
        await Assertions.Expect(tab.Page.Locator(".result")).ToHaveCountAsync(2);
        tab.AssertQuiet();
    }

    [Fact]
    public async Task List_LongerThanAPage_GoesOnByScrolling()
    {
        await using var host = await PageHost.StartAsync(shelf => ShopTraces.AddMany(shelf, 70));
        await using var tab = await browser.OpenTabAsync(host);
        await tab.GoAsync();
        await tab.TextsAsync(".result");
        for (var shown = 30; shown < 70; shown = Math.Min(shown + 30, 70))
        {
            await tab.Page.EvaluateAsync("window.scrollTo(0, document.documentElement.scrollHeight)");
            await Assertions.Expect(tab.Page.Locator(".result")).ToHaveCountAsync(Math.Min(shown + 30, 70));
        }

        await tab.SeeAsync("These are all that match.");
    }

    [Fact]
    public async Task List_AnswerWasCut_SaysWhy()
    {
        await using var host = await PageHost.StartAsync(AddShop);
        host.Shelf.IncompleteReason = "A file is damaged; traces of Tuesday may be missing.";
        await using var tab = await browser.OpenTabAsync(host);
        await tab.GoAsync();
        await tab.SeeAsync("The answer is not complete. A file is damaged; traces of Tuesday may be missing.");
    }

    [Fact]
    public async Task TraceId_Typed_OpensTheTrace()
    {
        await using var host = await PageHost.StartAsync(AddShop);
        await using var tab = await browser.OpenTabAsync(host);
        await tab.GoAsync();
        await tab.Page.GetByLabel("Open a trace by its id").FillAsync($" {ShopTraces.Checkout} ");
        await tab.Page.Keyboard.PressAsync("Enter");
        await tab.SeeAddressAsync($"trace/{ShopTraces.Checkout}");
        await tab.TextsAsync(".row");
    }

    private static void AddShop(Hosting.TraceShelf shelf)
    {
        ShopTraces.AddCheckout(shelf);
        ShopTraces.AddQuote(shelf);
    }
}
