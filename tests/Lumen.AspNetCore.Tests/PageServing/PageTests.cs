using System.Net;
using System.Net.Http.Headers;
using Lumen.AspNetCore.PageServing;
using Lumen.AspNetCore.Tests.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Lumen.AspNetCore.Tests.PageServing;

public sealed class PageTests
{
    [Theory]
    [InlineData("/lumen", "/lumen", "/lumen/")]
    [InlineData("/lumen", "/lumen/", "/lumen/")]
    [InlineData("/lumen", "/lumen/status", "/lumen/")]
    [InlineData("/lumen", "/lumen/trace/0123456789abcdeffedcba9876543210?span=1", "/lumen/")]
    [InlineData("/lumen", "/lumen/trace/0123456789abcdeffedcba9876543210/", "/lumen/")]
    [InlineData("/", "/", "/")]
    [InlineData("/", "/status", "/")]
    [InlineData("/", "/trace/ab", "/")]
    [InlineData("/a/b c", "/a/b%20c/trace/ab", "/a/b%20c/")]
    public async Task Document_AnyAddressOfThePage_NamesTheMountAsItsBase(string prefix, string address, string expected)
    {
        await using var host = await LumenHost.StartAsync(app => app.MapLumen(prefix));
        using var response = await host.Client.GetAsync(address);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/html; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        Assert.Contains($"<head><base href=\"{expected}\">", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Document_BelowPathBaseAndGroup_BaseIsWhatTheBrowserSees()
    {
        await using var host = await LumenHost.StartAsync(app =>
        {
            app.UsePathBase("/base");
            app.UseRouting();
            app.MapGroup("/{tenant}").MapLumen();
        });
        var document = await host.Client.GetStringAsync("/base/acme/lumen/trace/ab");
        Assert.Contains("<base href=\"/base/acme/lumen/\">", document, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/\"><script>alert(1)<!--/lumen/status")]
    [InlineData("/&lt;'/lumen/status")]
    public async Task Document_HostileMount_StaysText(string address)
    {
        await using var host = await LumenHost.StartAsync(app => app.MapGroup("/{tenant}").MapLumen());
        var document = await host.Client.GetStringAsync(address);
        Assert.DoesNotContain("<script>", document, StringComparison.Ordinal);
        var scripts = document.Split("<script").Skip(1).ToList();
        Assert.NotEmpty(scripts);
        Assert.All(scripts, script => Assert.Contains("src=\"assets/", script.Split('>')[0], StringComparison.Ordinal));
    }

    [Fact]
    public void Mount_PathThatBeginsWithTwoSlashes_NamesNoOtherHost()
    {
        var request = new DefaultHttpContext().Request;
        request.PathBase = "//evil.example";
        request.Path = "/lumen/status";
        Assert.Equal("/evil.example/lumen/", PageMount.Of(request, depth: 1));
    }

    [Fact]
    public async Task Asset_EveryFileOfThePage_ServedWithItsTypeAndTag()
    {
        await using var host = await LumenHost.StartAsync();
        Assert.NotEmpty(PageFiles.AssetPaths);
        foreach (var path in PageFiles.AssetPaths)
        {
            using var response = await host.Client.GetAsync($"/lumen/assets/{path}");
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Equal(ExpectedType(path), response.Content.Headers.ContentType?.ToString());
            Assert.True(response.Headers.ETag?.IsWeak);
            Assert.True(response.Headers.CacheControl?.NoCache);
            Assert.Equal(PageFiles.FindAsset(path)!.Content, await response.Content.ReadAsByteArrayAsync());
        }
    }

    [Fact]
    public async Task Asset_TagAlreadyKnown_304()
    {
        await using var host = await LumenHost.StartAsync();
        using var first = await host.Client.GetAsync("/lumen/assets/main.js");
        var request = new HttpRequestMessage(HttpMethod.Get, "/lumen/assets/main.js");
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var second = await host.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
        Assert.Empty(await second.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Asset_CompressionAccepted_Compressed()
    {
        await using var host = await LumenHost.StartAsync();
        var request = new HttpRequestMessage(HttpMethod.Get, "/lumen/assets/main.js");
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("br"));
        using var response = await host.Client.SendAsync(request);
        Assert.Equal(["br"], response.Content.Headers.ContentEncoding);
    }

    [Theory]
    [InlineData("/lumen/assets/none.js")]
    [InlineData("/lumen/assets/index.html")]
    [InlineData("/lumen/assets/MAIN.JS")]
    [InlineData("/lumen/assets/%2e%2e/%2e%2e/etc/passwd")]
    [InlineData("/lumen/assets/find/..%2fmain.js")]
    [InlineData("/lumen/assets/")]
    public async Task Asset_NoSuchPath_404(string address)
    {
        await using var host = await LumenHost.StartAsync();
        using var response = await host.Client.GetAsync(address);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Theory]
    [InlineData("/lumen/")]
    [InlineData("/lumen/assets/main.js")]
    public async Task Page_OtherMethod_405(string address)
    {
        await using var host = await LumenHost.StartAsync();
        using var response = await host.Client.PostAsync(address, null);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
    }

    [Fact]
    public async Task Page_ClosedInProduction_HtmlThatSaysWhatToAdd()
    {
        await using var host = await LumenHost.StartAsync(environment: "Production");
        using var response = await host.Client.GetAsync("/lumen/");
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal("text/html", response.Content.Headers.ContentType?.MediaType);
        Assert.Contains("app.MapLumen().RequireAuthorization()", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var asset = await host.Client.GetAsync("/lumen/assets/main.js");
        Assert.Equal(HttpStatusCode.Forbidden, asset.StatusCode);
    }

    [Fact]
    public async Task MapLumenUI_Alone_PageWithoutApi()
    {
        await using var host = await LumenHost.StartAsync(app => app.MapLumenUI());
        Assert.Equal(HttpStatusCode.OK, (await host.Client.GetAsync("/lumen/")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await host.Client.GetAsync("/lumen/api/services")).StatusCode);
    }

    [Fact]
    public async Task MapLumenQuery_Alone_ApiWithoutPage()
    {
        await using var host = await LumenHost.StartAsync(app => app.MapLumenQuery());
        Assert.Equal(HttpStatusCode.OK, (await host.Client.GetAsync("/lumen/api/services")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await host.Client.GetAsync("/lumen/")).StatusCode);
    }

    private static string ExpectedType(string path) => Path.GetExtension(path) switch
    {
        ".js" => "text/javascript; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".svg" => "image/svg+xml; charset=utf-8",
        var other => throw new InvalidOperationException($"The test does not know what {other} is."),
    };
}
