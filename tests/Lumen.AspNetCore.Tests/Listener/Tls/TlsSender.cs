using System.Net;
using System.Security.Cryptography.X509Certificates;
using Lumen.AspNetCore.Tests.Otlp;

namespace Lumen.AspNetCore.Tests.Listener.Tls;

/// <summary>A sender that keeps its connection, and the certificates that it was shown: one for each connection.</summary>
internal sealed class TlsSender : IDisposable
{
    private readonly HttpClient _http;

    internal TlsSender(Uri address, TestAuthority authority, X509Certificate2? own = null)
    {
        var handler = new SocketsHttpHandler();
        handler.SslOptions.ClientCertificates = own is null ? [] : [own];
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, chain, _) =>
        {
            var shown = (X509Certificate2)certificate!;
            Shown.Add(shown.Thumbprint);
            chain!.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            chain.ChainPolicy.CustomTrustStore.Add(authority.Certificate);
            chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
            return chain.Build(shown);
        };
        _http = new HttpClient(handler) { BaseAddress = address };
    }

    /// <summary>The thumbprints of the certificates.</summary>
    internal List<string> Shown { get; } = [];

    /// <summary>Sends a request with a span.</summary>
    internal async Task<HttpStatusCode> PostAsync()
    {
        using var content = HttpBodies.Protobuf(ExportRequests.Bytes(1));
        using var answer = await _http.PostAsync("v1/traces", content);
        return answer.StatusCode;
    }

    public void Dispose() => _http.Dispose();
}
