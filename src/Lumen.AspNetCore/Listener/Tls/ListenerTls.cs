using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Lumen.AspNetCore.Listener;

/// <summary>What the listener needs for TLS, as the files that its options name say it at one moment.</summary>
/// <param name="Certificate">The server's own, with its private key.</param>
/// <param name="Chain">What stands behind it in its file: the certificates of its issuers.</param>
/// <param name="ClientAuthorities">Who must have issued a sender's certificate; null where senders need none.</param>
internal sealed record ListenerTls(
    X509Certificate2 Certificate, X509Certificate2Collection Chain, X509Certificate2Collection? ClientAuthorities)
{
    /// <summary>TLS web client authentication. Source: RFC 5280, section 4.2.1.12.</summary>
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    // One for all connections, so that senders that come again may resume their sessions.
    private readonly SslStreamCertificateContext _context = SslStreamCertificateContext.Create(Certificate, Chain, offline: true);

    /// <summary>Reads the files.</summary>
    /// <returns>Null where no certificate is asked for: the ports are clear text then.</returns>
    /// <exception cref="IOException">A file cannot be used; the message says which option names it and what to do.</exception>
    internal static ListenerTls? Load(LumenOtlpListenerOptions options)
    {
        if (string.IsNullOrEmpty(options.CertificatePath))
        {
            return null;
        }

        var (certificate, chain) = Read(nameof(options.CertificatePath), options.CertificatePath, () => ReadServer(options));
        if (!certificate.HasPrivateKey)
        {
            throw Unusable(nameof(options.CertificatePath), options.CertificatePath, "it has no private key");
        }

        return new ListenerTls(certificate, chain, ReadAuthorities(options));
    }

    /// <summary>How a new connection is secured. What the files say later does not touch it.</summary>
    internal SslServerAuthenticationOptions ForConnection() => new()
    {
        ServerCertificateContext = _context,
        ClientCertificateRequired = ClientAuthorities is not null,
        RemoteCertificateValidationCallback = ClientAuthorities is null
            ? null
            : (_, certificate, _, _) => certificate is X509Certificate2 shown && Trusts(shown),
    };

    /// <summary>Whether a sender's certificate was issued, at whatever depth, by one of the authorities, and is good today.</summary>
    private bool Trusts(X509Certificate2 certificate)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(ClientAuthorities!);
        // Nothing is asked of the network for a sender that is not known yet.
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(ClientAuthentication));
        return chain.Build(certificate);
    }

    private static (X509Certificate2 Certificate, X509Certificate2Collection Chain) ReadServer(LumenOtlpListenerOptions options)
    {
        var (path, password) = (options.CertificatePath!, options.CertificatePassword);
        if (X509Certificate2.GetCertContentType(path) == X509ContentType.Pkcs12)
        {
            var all = X509CertificateLoader.LoadPkcs12CollectionFromFile(path, password);
            var own = all.FirstOrDefault(certificate => certificate.HasPrivateKey) ?? all[0];
            all.Remove(own);
            return (own, all);
        }

        // A key that is not named stands in the same file.
        var keyPath = string.IsNullOrEmpty(options.CertificateKeyPath) ? path : options.CertificateKeyPath;
        var chain = new X509Certificate2Collection();
        chain.ImportFromPemFile(path);
        chain.RemoveAt(0);
        var certificate = string.IsNullOrEmpty(password)
            ? X509Certificate2.CreateFromPemFile(path, keyPath)
            : X509Certificate2.CreateFromEncryptedPemFile(path, password, keyPath);
        return (Usable(certificate), chain);
    }

    /// <summary>Windows takes no key that lives in memory alone.</summary>
    private static X509Certificate2 Usable(X509Certificate2 certificate)
    {
        if (!OperatingSystem.IsWindows())
        {
            return certificate;
        }

        using (certificate)
        {
            return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
        }
    }

    private static X509Certificate2Collection? ReadAuthorities(LumenOtlpListenerOptions options)
    {
        const string Option = nameof(options.ClientAuthorityPath);
        if (string.IsNullOrEmpty(options.ClientAuthorityPath))
        {
            return null;
        }

        var authorities = new X509Certificate2Collection();
        Read(Option, options.ClientAuthorityPath, () =>
        {
            authorities.ImportFromPemFile(options.ClientAuthorityPath);
            return true;
        });
        return authorities.Count > 0 ? authorities : throw Unusable(Option, options.ClientAuthorityPath, "it holds no certificate in PEM");
    }

    private static T Read<T>(string option, string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception failure)
            when (failure is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw Unusable(option, path, failure.Message.TrimEnd('.'), failure);
        }
    }

    private static IOException Unusable(string option, string path, string reason, Exception? cause = null) => new(
        $"the file '{path}' that {Key(option)} names cannot be used ({reason}); name one that this user may read, in PEM or PKCS #12, "
        + $"with its key in {Key("CertificateKeyPath")} and its password in {Key("CertificatePassword")}.",
        cause);

    private static string Key(string option) => LumenOtlpListenerOptions.Key(option);
}
