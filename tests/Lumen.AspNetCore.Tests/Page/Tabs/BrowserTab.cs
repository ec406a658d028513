using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace Lumen.AspNetCore.Tests.Page.Tabs;

/// <summary>A tab on Lumen's page, which notes whatever a healthy page never does.</summary>
internal sealed class BrowserTab : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly PageHost _host;
    private readonly ConcurrentQueue<string> _complaints = [];

    private BrowserTab(IBrowserContext context, IPage page, PageHost host)
    {
        _context = context;
        _host = host;
        Page = page;
        page.Console += (_, message) => Note(message.Type is "error" or "warning", $"console: {message.Text}");
        page.PageError += (_, error) => Note(true, $"uncaught: {error}");
        page.Dialog += (_, dialog) => Note(true, $"dialog: {dialog.Message}");
        page.Request += (_, request) => Note(!IsOwn(request.Url), $"request to elsewhere: {request.Url}");
    }

    internal IPage Page { get; }

    /// <summary>Errors and warnings on the console (a CSP violation is one), exceptions, dialogs, requests to another origin.</summary>
    internal IReadOnlyCollection<string> Complaints => _complaints;

    internal static async Task<BrowserTab> OpenAsync(IBrowser browser, PageHost host, TabLook look)
    {
        var context = await browser.NewContextAsync(new()
        {
            ViewportSize = new() { Width = look.Width, Height = look.Height },
            ColorScheme = look.Theme,
            TimezoneId = "UTC",
            Locale = "en-GB",
        });
        var page = await context.NewPageAsync();
        await page.Clock.SetFixedTimeAsync(host.Now.UtcDateTime);
        return new BrowserTab(context, page, host);
    }

    /// <summary>Loads an address relative to the page's own.</summary>
    internal Task GoAsync(string address = "") => Page.GotoAsync(_host.Address + address);

    /// <summary>Waits until the page shows something, with Playwright's own bound.</summary>
    internal Task SeeAsync(string text) => Assertions.Expect(Page.GetByText(text).First).ToBeVisibleAsync();

    /// <summary>Waits until the address, relative to the page's own, is the expected one.</summary>
    internal Task SeeAddressAsync(string address) => Assertions.Expect(Page).ToHaveURLAsync(_host.Address + address);

    /// <summary>The texts of all elements that a selector finds, once there is one.</summary>
    internal async Task<IReadOnlyList<string>> TextsAsync(string selector)
    {
        try
        {
            await Page.Locator(selector).First.WaitForAsync();
        }
        catch (TimeoutException exception)
        {
            throw new TimeoutException($"Nothing matches '{selector}' on {Page.Url}. {string.Join('\n', _complaints)}", exception);
        }

        return await Page.Locator(selector).AllInnerTextsAsync();
    }

    /// <summary>Fails with what the page complained about.</summary>
    internal void AssertQuiet() => Assert.Empty(_complaints);

    private bool IsOwn(string url) => url.StartsWith(_host.Origin + "/", StringComparison.Ordinal);

    private void Note(bool isComplaint, string complaint)
    {
        if (isComplaint)
        {
            _complaints.Enqueue(complaint);
        }
    }

    public ValueTask DisposeAsync() => _context.DisposeAsync();
}
