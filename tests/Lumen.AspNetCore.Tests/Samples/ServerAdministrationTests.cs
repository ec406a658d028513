using System.Net;
using Lumen.AspNetCore.Tests.Hosting;
using Lumen.Storage.Embedded;
using Microsoft.Extensions.Logging.Abstractions;

namespace Lumen.AspNetCore.Tests.Samples;

/// <summary>Administration of the standalone server: by a key of its own, and never by <c>Lumen__Access=Anonymous</c>.</summary>
public sealed class ServerAdministrationTests
{
    private static readonly TraceId Trace = new(7, 7);

    [Fact]
    public async Task Administration_OfAnAnonymousServer_IsClosedAndSaysWhatOpensIt()
    {
        using var data = new TemporaryFolder();
        await using var server = await ServerSample.StartAsync(Path.Combine(data.Path, "store"));
        await server.SendAsync(Trace);
        using var refused = await server.SendAsync(HttpMethod.Delete, $"api/traces/{Trace}", key: "anything");
        Assert.Contains("Lumen__AdminKey", await LumenHost.RefusalAsync(refused, HttpStatusCode.Forbidden), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Administration_WithTheKey_DeletesPinsAndBacksUp()
    {
        using var data = new TemporaryFolder();
        await using var server = await ServerSample.StartAsync(
            Path.Combine(data.Path, "store"),
            ("Lumen__AdminKey", "sesame"),
            ("Lumen__BackupDirectory", Path.Combine(data.Path, "backups")));
        Assert.DoesNotContain("There is no option", server.ReadyLine, StringComparison.Ordinal);
        await server.SendAsync(Trace);
        using (var another = await server.SendAsync(HttpMethod.Delete, $"api/traces/{Trace}", key: "open"))
        {
            Assert.Equal(HttpStatusCode.Unauthorized, another.StatusCode);
        }

        using var pinned = await server.SendAsync(HttpMethod.Put, $"api/traces/{Trace}/pin", key: "sesame");
        Assert.Equal(HttpStatusCode.NoContent, pinned.StatusCode);
        using var backedUp = await server.SendAsync(HttpMethod.Post, "api/backups", key: "sesame");
        Assert.Equal(HttpStatusCode.Created, backedUp.StatusCode);
        using var deleted = await server.SendAsync(HttpMethod.Delete, $"api/traces/{Trace}", key: "sesame");
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        using var gone = await server.GetAsync($"api/traces/{Trace}");
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);

        var backup = Assert.Single(Directory.GetDirectories(Path.Combine(data.Path, "backups")));
        await using var store = new EmbeddedTraceStore(
            new EmbeddedStoreOptions { Directory = backup }, TimeProvider.System, NullLogger<EmbeddedTraceStore>.Instance);
        await store.OpenAsync(CancellationToken.None);
        Assert.Single((await store.Reader.FindTraceAsync(Trace, CancellationToken.None))!.Spans);
        Assert.Single(await store.ListPinnedTracesAsync(CancellationToken.None));
    }
}
