using Lumen.AspNetCore.Tests.Page.Tabs;
using Lumen.TestKit;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(ChromiumBrowser))]

namespace Lumen.AspNetCore.Tests.Page.Tabs;

/// <summary>
/// The Chromium of this machine, started when the first test of the page asks for it and shared by all of them. Where there is none, the
/// test is skipped with the reason.
/// </summary>
public sealed class ChromiumBrowser : IAsyncDisposable
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

    // Everything that would ask something of the network is off, and no name resolves but the loopback address.
    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "--disable-background-networking",
        "--disable-component-update", "--disable-sync", "--disable-quic", "--no-first-run",
    ];

    private readonly SemaphoreSlim _start = new(1, 1);
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>Opens a tab with a profile of its own on a host's page.</summary>
    /// <param name="host">Where the page is.</param>
    /// <param name="look">Its size and theme.</param>
    internal async Task<BrowserTab> OpenTabAsync(PageHost host, TabLook? look = null)
    {
        var browser = await StartAsync();
        return await BrowserTab.OpenAsync(browser, host, look ?? new TabLook());
    }

    /// <summary>Opens a profile of its own, for pages that are not Lumen's.</summary>
    internal async Task<IBrowserContext> OpenContextAsync() => await (await StartAsync()).NewContextAsync();

    private async Task<IBrowser> StartAsync()
    {
        await _start.WaitAsync();
        try
        {
            if (_browser is null)
            {
                var path = FindProgram();
                _playwright = await Playwright.CreateAsync();
                _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = path, Args = Arguments });
            }

            return _browser;
        }
        finally
        {
            _start.Release();
        }
    }

    private static string FindProgram()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        var path = Names.SelectMany(name => folders.Select(folder => Path.Combine(folder, name))).FirstOrDefault(File.Exists);
        Require.That(path is not null, "The page is tested in a real browser: install the package 'chromium'.");
        return path!;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
        _start.Dispose();
    }
}
