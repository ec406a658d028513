using System.Text.Json;
using Lumen.AspNetCore.Tests.Page.Tabs;

namespace Lumen.AspNetCore.Tests.Page;

/// <summary>The page's own arithmetic, run where it runs.</summary>
public sealed class FormatTests(ChromiumBrowser browser)
{
    private static readonly (string Expression, string Text)[] Cases =
    [
        ("duration(0)", "0 ns"),
        ("duration('999')", "999 ns"),
        ("duration(999_600)", "1.00 ms"),
        ("duration(1_234_567)", "1.23 ms"),
        ("duration(630_412_381)", "630 ms"),
        ("duration(59_999_000_000)", "1.00 min"),
        ("duration(9e18)", "104167 d"),
        ("exactDuration('630412381')", "630.412381 ms"),
        ("exactDuration(1000n)", "1 µs"),
        ("exactDuration('18446744073709551615')", "18,446,744,073.709551615 s"),
        ("offset(-1500)", "−1.50 µs"),
        ("count(1234567)", "1,234,567"),
        ("percent(shares(['1', '1', '1'])[0])", "33.4 %"),
        ("shares(['1', '1', '1']).join()", "334,333,333"),
        ("shares(['0', '0']).join()", "0,0"),
        ("shares(['18446744073709551615', '1']).join()", "1000,0"),
        ("visible('a\\u0000\\u202eb\\u007f')", "a␀⟨U+202E⟩b␡"),
        ("visibleLines('a\\r\\nb\\tc\\u001b')", "a\nb\tc␛"),
        ("time('1700000000123456789', 9)", "2023-11-14 22:13:20.123456789"),
        ("ago('1700000000000000000', 1700000100000)", "2 min ago"),
    ];

    [Fact]
    public async Task Format_Values_Texts()
    {
        await using var host = await PageHost.StartAsync();
        await using var tab = await browser.OpenTabAsync(host);
        await tab.GoAsync();
        var expressions = string.Join(",", Cases.Select(each => $"String({each.Expression})"));
        var texts = await tab.Page.EvaluateAsync<string[]>(
            $$"""
            async () => {
              const { ago, count, duration, exactDuration, offset, percent, shares, time, visible, visibleLines } =
                await import(document.baseURI + 'assets/format.js');
              return [{{expressions}}];
            }
            """);
        Assert.Equal(Cases.Select(each => each.Text), texts.Select(text => text.Replace('\u202F', ' ')));
    }

    [Fact]
    public async Task Shares_AnyValues_SumToAThousand()
    {
        await using var host = await PageHost.StartAsync();
        await using var tab = await browser.OpenTabAsync(host);
        await tab.GoAsync();
        var sums = await tab.Page.EvaluateAsync<JsonElement>(
            """
            async () => {
              const { shares } = await import(document.baseURI + 'assets/format.js');
              let seed = 1;
              const next = () => (seed = Math.imul(seed, 1664525) + 1013904223 >>> 0);
              return Array.from({ length: 500 }, () => {
                const value = () => next() % 3 === 0 ? 0n : BigInt(next()) * BigInt(1 + next() % 1000);
                const values = Array.from({ length: 1 + next() % 40 }, value);
                const sum = values.reduce((a, b) => a + b, 0n);
                return sum === 0n ? 1000 : shares(values).reduce((a, b) => a + b, 0);
              });
            }
            """);
        Assert.All(sums.EnumerateArray(), sum => Assert.Equal(1000, sum.GetInt32()));
    }
}
