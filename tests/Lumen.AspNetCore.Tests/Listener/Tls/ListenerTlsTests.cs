using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Lumen.AspNetCore.Tests.Otlp;

namespace Lumen.AspNetCore.Tests.Listener.Tls;

public sealed class ListenerTlsTests : IDisposable
{
    private readonly TestAuthority _authority = new();

    [Theory]
    [InlineData("pem pair")]
    [InlineData("pem in one file")]
    [InlineData("pem with a password")]
    [InlineData("pfx")]
    [InlineData("pfx with a password")]
    public async Task StartAsync_WithACertificate_TakesHttpAndGrpcOnOnePort(string form)
    {
        using var certificate = _authority.Issue("localhost");
        await using var services = await StartAsync(options => UseCertificate(options, certificate, form));
        var address = services.Listener.HttpAddress!;
        Assert.Equal("https", address.Scheme);

        using var handler = Handler();
        using var http = new HttpClient(handler) { BaseAddress = address };
        foreach (var version in (Version[])[HttpVersion.Version11, HttpVersion.Version20])
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "v1/traces")
            {
                Version = version, VersionPolicy = HttpVersionPolicy.RequestVersionExact,
                Content = HttpBodies.Protobuf(ExportRequests.Bytes(1)),
            };
            using var answer = await http.SendAsync(request);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        using var grpc = new ExportClient(address, Handler());
        await grpc.ExportAsync(ExportRequests.Message(ExportRequests.Bytes(2)));
        Assert.Equal(3, services.Sink.Requests.Count);
    }

    [Fact]
    public async Task StartAsync_WithAnAuthority_TakesSendersWithItsCertificateOnly()
    {
        using var stranger = new TestAuthority();
        using var certificate = _authority.Issue("localhost");
        using var known = _authority.Issue("sender");
        using var unknown = stranger.Issue("sender");
        await using var services = await StartAsync(options =>
        {
            UseCertificate(options, certificate, "pem pair");
            options.ClientAuthorityPath = _authority.File("authority.pem", _authority.Certificate.ExportCertificatePem());
        });

        Assert.Equal(HttpStatusCode.OK, await PostAsync(services, known));
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => PostAsync(services, null));
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => PostAsync(services, unknown));
        Assert.Single(services.Sink.Requests);
    }

    [Fact]
    public async Task StartAsync_BeyondLoopbackWithAnAuthority_NeedsNoKey()
    {
        using var certificate = _authority.Issue("localhost");
        await using var services = await StartAsync(options =>
        {
            options.Address = "0.0.0.0";
            UseCertificate(options, certificate, "pem pair");
            options.ClientAuthorityPath = _authority.File("authority.pem", _authority.Certificate.ExportCertificatePem());
        });
        Assert.NotNull(services.Listener.HttpAddress);
    }

    [Theory]
    [InlineData("missing")]
    [InlineData("no certificate")]
    [InlineData("no key")]
    [InlineData("wrong password")]
    [InlineData("authority without a certificate")]
    public async Task StartAsync_WithAFileThatCannotBeUsed_SaysWhichAndOpensOnceItIsMended(string damage)
    {
        using var certificate = _authority.Issue("localhost");
        LumenOtlpListenerOptions used = null!;
        await using var services = ListenerServices.Create(options =>
        {
            (options.GrpcPorts, options.HttpPort, used) = ([], 0, options);
            Spoil(options, certificate, damage);
        });

        var failure = await Assert.ThrowsAsync<IOException>(services.StartAsync);
        var option = damage.StartsWith("authority", StringComparison.Ordinal) ? "ClientAuthorityPath" : "CertificatePath";
        Assert.Contains($"Lumen:Otlp:{option}", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", failure.Message, StringComparison.Ordinal);
        Assert.Null(services.Listener.HttpAddress);

        UseCertificate(used, certificate, "pem pair");
        used.ClientAuthorityPath = null;
        await services.StartAsync();
        Assert.NotNull(services.Listener.HttpAddress);
    }

    private void Spoil(LumenOtlpListenerOptions options, X509Certificate2 certificate, string damage)
    {
        UseCertificate(options, certificate, damage == "wrong password" ? "pfx with a password" : "pem pair");
        switch (damage)
        {
            case "missing":
                options.CertificatePath += ".gone";
                break;
            case "no certificate":
                options.CertificatePath = _authority.File("empty.pem", "nothing");
                break;
            case "no key":
                options.CertificateKeyPath = null;
                break;
            case "wrong password":
                options.CertificatePassword = "hunter2";
                break;
            default:
                options.ClientAuthorityPath = _authority.File("empty.pem", "nothing");
                break;
        }
    }

    private void UseCertificate(LumenOtlpListenerOptions options, X509Certificate2 certificate, string form)
    {
        const string Password = "open sesame";
        var (pem, key) = (certificate.ExportCertificatePem(), certificate.GetECDsaPrivateKey()!);
        options.CertificatePassword = form.EndsWith("password", StringComparison.Ordinal) ? Password : null;
        options.CertificateKeyPath = null;
        switch (form)
        {
            case "pem in one file":
                options.CertificatePath = _authority.File("both.pem", $"{pem}\n{key.ExportPkcs8PrivateKeyPem()}");
                break;
            case "pem pair":
                options.CertificatePath = _authority.File("own.pem", $"{pem}\n{_authority.Certificate.ExportCertificatePem()}");
                options.CertificateKeyPath = _authority.File("own.key", key.ExportPkcs8PrivateKeyPem());
                break;
            case "pem with a password":
                var parameters = new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000);
                options.CertificatePath = _authority.File("own.pem", pem);
                options.CertificateKeyPath = _authority.File("own.key", key.ExportEncryptedPkcs8PrivateKeyPem(Password, parameters));
                break;
            default:
                var pfx = certificate.Export(X509ContentType.Pkcs12, options.CertificatePassword);
                options.CertificatePath = _authority.File("own.pfx", pfx);
                break;
        }
    }

    private SocketsHttpHandler Handler(X509Certificate2? own = null)
    {
        var handler = new SocketsHttpHandler();
        handler.SslOptions.ClientCertificates = own is null ? [] : [own];
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck,
            CustomTrustStore = { _authority.Certificate },
        };
        return handler;
    }

    private async Task<HttpStatusCode> PostAsync(ListenerServices services, X509Certificate2? own)
    {
        using var handler = Handler(own);
        using var http = new HttpClient(handler) { BaseAddress = services.Listener.HttpAddress };
        using var content = HttpBodies.Protobuf(ExportRequests.Bytes(1));
        using var answer = await http.PostAsync("v1/traces", content);
        return answer.StatusCode;
    }

    private static async Task<ListenerServices> StartAsync(Action<LumenOtlpListenerOptions> configure)
    {
        var services = ListenerServices.Create(options =>
        {
            (options.GrpcPorts, options.HttpPort) = ([], 0);
            configure(options);
        });
        await services.StartAsync();
        return services;
    }

    public void Dispose() => _authority.Dispose();
}
