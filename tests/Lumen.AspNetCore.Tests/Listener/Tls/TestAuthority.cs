using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Lumen.AspNetCore.Tests.Listener.Tls;

/// <summary>An authority that a test makes, and the files of what it issues, in a folder that is deleted at the end.</summary>
internal sealed class TestAuthority : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lumen-tls-");
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    internal TestAuthority()
    {
        var request = new CertificateRequest("CN=Lumen's tests", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        Certificate = request.CreateSelfSigned(DateTimeOffset.Now.AddDays(-1), DateTimeOffset.Now.AddDays(2));
    }

    /// <summary>The authority's own certificate.</summary>
    internal X509Certificate2 Certificate { get; }

    /// <summary>Where a file is, or shall be.</summary>
    internal string Path(string name) => System.IO.Path.Combine(_folder.FullName, name);

    /// <summary>A file of a text.</summary>
    internal string File(string name, string text)
    {
        var path = Path(name);
        System.IO.File.WriteAllText(path, text);
        return path;
    }

    /// <summary>A file of bytes.</summary>
    internal string File(string name, byte[] bytes)
    {
        var path = Path(name);
        System.IO.File.WriteAllBytes(path, bytes);
        return path;
    }

    /// <summary>A certificate for 127.0.0.1 and localhost, or for a sender, with its key.</summary>
    internal X509Certificate2 Issue(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new("1.3.6.1.5.5.7.3.1"), new("1.3.6.1.5.5.7.3.2")], false));
        using var issued = request.Create(
            Certificate, DateTimeOffset.Now.AddHours(-1), DateTimeOffset.Now.AddDays(1), RandomNumberGenerator.GetBytes(16));
        return issued.CopyWithPrivateKey(key);
    }

    public void Dispose()
    {
        Certificate.Dispose();
        _key.Dispose();
        _folder.Delete(recursive: true);
    }
}
