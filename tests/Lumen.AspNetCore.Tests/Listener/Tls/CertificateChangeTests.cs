using System.Net;
using System.Security.Cryptography.X509Certificates;
using Lumen.AspNetCore.Tests.Otlp;
using Lumen.Storage;
using Lumen.TestKit;

namespace Lumen.AspNetCore.Tests.Listener.Tls;

/// <summary>The files of the certificates change while the listener runs.</summary>
public sealed class CertificateChangeTests : IDisposable
{
    private readonly TestAuthority _authority = new();

    [Fact]
    public async Task Certificate_ThatIsReplaced_IsForNewConnectionsAndOldOnesLiveOn()
    {
        using var first = _authority.Issue("first");
        using var second = _authority.Issue("second");
        await using var services = await StartAsync(first);
        using var old = new TlsSender(services.Listener.HttpAddress!, _authority);
        Assert.Equal(HttpStatusCode.OK, await old.PostAsync());

        Write(second);
        await Eventually.TrueAsync(() => services.Log.Messages.Any(message => message.Id == 1202), "the new certificate is read");

        Assert.Equal(second.Thumbprint, await ShownAsync(services));
        Assert.Equal(HttpStatusCode.OK, await old.PostAsync());
        Assert.Equal(first.Thumbprint, Assert.Single(old.Shown));
        Assert.Equal(StoreStatus.Healthy, services.Listener.Health.Status);
    }

    /// <summary>As Kubernetes mounts a secret: the file is a link through a link to a folder, and that one is turned.</summary>
    [Fact]
    public async Task Certificate_BehindALinkThatIsTurned_IsForNewConnections()
    {
        using var first = _authority.Issue("first");
        using var second = _authority.Issue("second");
        foreach (var (folder, certificate) in new[] { ("monday", first), ("tuesday", second) })
        {
            Directory.CreateDirectory(_authority.Path(folder));
            Write(certificate, $"{folder}/own.pem");
        }

        // Written within one tick of the file system's clock, they would look the same.
        File.SetLastWriteTimeUtc(_authority.Path("monday/own.pem"), DateTime.UnixEpoch.AddYears(50));
        Directory.CreateSymbolicLink(_authority.Path("data"), "monday");
        File.CreateSymbolicLink(_authority.Path("own.pem"), "data/own.pem");
        await using var services = await StartAsync();
        Assert.Equal(first.Thumbprint, await ShownAsync(services));

        Directory.Delete(_authority.Path("data"));
        Directory.CreateSymbolicLink(_authority.Path("data"), "tuesday");
        await Eventually.TrueAsync(() => services.Log.Messages.Any(message => message.Id == 1202), "the new certificate is read");

        Assert.Equal(second.Thumbprint, await ShownAsync(services));
    }

    [Fact]
    public async Task Certificate_ThatIsReplacedByABrokenOne_StaysUntilTheFileIsMended()
    {
        using var first = _authority.Issue("first");
        using var second = _authority.Issue("second");
        await using var services = await StartAsync(first);

        _authority.File("own.pem", "nothing");
        await Eventually.TrueAsync(
            () => services.Listener.Health.Status == StoreStatus.Degraded, "health says that the file cannot be used");

        var reason = Assert.Single(services.Listener.Health.Reasons);
        Assert.Contains("own.pem", reason, StringComparison.Ordinal);
        Assert.Contains("Lumen:Otlp:CertificatePath", reason, StringComparison.Ordinal);
        Assert.Contains(services.Log.Messages, message => message.Id == 1203 && message.Text == reason);
        Assert.Equal(first.Thumbprint, await ShownAsync(services));

        Write(second);
        await Eventually.TrueAsync(() => services.Listener.Health.Status == StoreStatus.Healthy, "the mended file is read");
        Assert.Equal(second.Thumbprint, await ShownAsync(services));
    }

    [Fact]
    public async Task Authority_ThatIsReplaced_DecidesWhoMayConnectFromThenOn()
    {
        using var another = new TestAuthority();
        using var own = _authority.Issue("localhost");
        using var known = another.Issue("sender");
        await using var services = await StartAsync(own, _authority);
        using (var refused = new TlsSender(services.Listener.HttpAddress!, _authority, known))
        {
            await Assert.ThrowsAnyAsync<HttpRequestException>(refused.PostAsync);
        }

        _authority.File("authority.pem", another.Certificate.ExportCertificatePem());
        await Eventually.TrueAsync(() => services.Log.Messages.Any(message => message.Id == 1202), "the new authority is read");

        using var taken = new TlsSender(services.Listener.HttpAddress!, _authority, known);
        Assert.Equal(HttpStatusCode.OK, await taken.PostAsync());
    }

    private void Write(X509Certificate2 certificate, string file = "own.pem") =>
        _authority.File(file, $"{certificate.ExportCertificatePem()}\n{certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem()}");

    /// <summary>The certificate that a new connection is shown.</summary>
    private async Task<string> ShownAsync(ListenerServices services)
    {
        using var sender = new TlsSender(services.Listener.HttpAddress!, _authority);
        Assert.Equal(HttpStatusCode.OK, await sender.PostAsync());
        return Assert.Single(sender.Shown);
    }

    private async Task<ListenerServices> StartAsync(X509Certificate2 certificate, TestAuthority? senders = null)
    {
        Write(certificate);
        return await StartAsync(senders);
    }

    private async Task<ListenerServices> StartAsync(TestAuthority? senders = null)
    {
        var services = ListenerServices.Create(options =>
        {
            (options.GrpcPorts, options.HttpPort) = ([], 0);
            options.CertificatePath = _authority.Path("own.pem");
            options.ClientAuthorityPath = senders is null
                ? null
                : _authority.File("authority.pem", senders.Certificate.ExportCertificatePem());
        });
        await services.StartAsync();
        return services;
    }

    public void Dispose() => _authority.Dispose();
}
