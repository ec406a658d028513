using Lumen.Hosting;

namespace Lumen.AspNetCore;

/// <summary>
/// The ports of their own on which Lumen takes OTLP, beside the addresses of the host. Bound from the configuration section
/// <c>Lumen:Otlp</c> (environment variables <c>Lumen__Otlp__Name</c>) and validated when the host starts.
/// </summary>
public sealed class LumenOtlpListenerOptions
{
    /// <summary>The configuration section: <c>Lumen:Otlp</c>.</summary>
    public const string Section = LumenOptions.Section + ":Otlp";

    /// <summary>The gRPC port that senders know: 4317.</summary>
    public const int DefaultGrpcPort = 4317;

    /// <summary>The HTTP port that senders know: 4318.</summary>
    public const int DefaultHttpPort = 4318;

    /// <summary>The default of <see cref="MaxConnections"/>: 10,000.</summary>
    public const int DefaultMaxConnections = 10_000;

    /// <summary>
    /// The address to listen on: an IP address, <c>localhost</c>, or <c>*</c> for all. Default <c>127.0.0.1</c>. Beyond loopback the
    /// listener stays closed until <see cref="ApiKey"/> is set or <see cref="AllowAnonymous"/> is true.
    /// </summary>
    public string Address { get; set; } = "127.0.0.1";

    /// <summary>
    /// The ports for gRPC, 0 for one that the system chooses. Null, the default, is 4317 alone; an empty list opens none.
    /// In configuration also as one text, <c>4317,9090</c>.
    /// </summary>
    public IList<int>? GrpcPorts { get; set; }

    /// <summary>The port for OTLP/HTTP, 0 for one that the system chooses, -1 for none. Default 4318.</summary>
    public int HttpPort { get; set; } = DefaultHttpPort;

    /// <summary>
    /// How many connections a port holds at a time; at least 1. Default 10,000. More are closed as they come: each takes memory and a file
    /// handle, which the host needs for itself.
    /// </summary>
    public int MaxConnections { get; set; } = DefaultMaxConnections;

    /// <summary>How long a connection may be idle between requests; 1 s to 1 day. Default 130 s.</summary>
    public TimeSpan KeepAliveTimeout { get; set; } = TimeSpan.FromSeconds(130);

    /// <summary>How long the headers of a request may take to arrive; 1 s to 10 min. Default 30 s.</summary>
    public TimeSpan HeadersTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How many bytes a second the body of a request must bring, measured after its first 5 s; 0 for no bound. Default 240. Slower requests
    /// are given up, and a body may take 60 s in any case.
    /// </summary>
    public int MinBodyBytesPerSecond { get; set; } = 240;

    /// <summary>How many calls an HTTP/2 connection makes at a time; 1 to 10,000. Default 100. More wait at the sender.</summary>
    public int MaxStreamsPerConnection { get; set; } = 100;

    /// <summary>Bytes of an HTTP/2 call that may be under way before they are read; 64 KiB to 16 MiB. Default 768 KiB.</summary>
    public int StreamWindowBytes { get; set; } = 768 * 1024;

    /// <summary>
    /// Bytes of all calls of an HTTP/2 connection that may be under way before they are read; from <see cref="StreamWindowBytes"/> to
    /// 16 MiB. Default 1 MiB.
    /// </summary>
    public int ConnectionWindowBytes { get; set; } = 1024 * 1024;

    /// <summary>
    /// The file of the certificate for TLS, in PEM (issuers behind it) or PKCS #12 (<c>.pfx</c>). Null, the default, is clear text. With
    /// TLS every port takes gRPC and HTTP, so that one is enough. Read when a port is opened and again when this file, the key's or the
    /// authorities' changes: connections that begin afterwards get the new one. A file that cannot be used then changes nothing but health
    /// and log.
    /// </summary>
    public string? CertificatePath { get; set; }

    /// <summary>The file of the private key in PEM; null, the default, where it is in <see cref="CertificatePath"/>.</summary>
    public string? CertificateKeyPath { get; set; }

    /// <summary>The password of the private key, or of the PKCS #12 file; null, the default, for none.</summary>
    public string? CertificatePassword { get; set; }

    /// <summary>
    /// The file, in PEM, of the authorities that must have issued the certificates of senders. Null, the default, asks senders for none;
    /// set, nobody without one gets as far as a request, and no key is needed beyond loopback.
    /// </summary>
    public string? ClientAuthorityPath { get; set; }

    /// <summary>
    /// What senders must show in the header <c>x-api-key</c> or <c>Authorization: Bearer</c>. Null, the default, is the key of
    /// <see cref="LumenOptions"/>; where that is null too, nothing is asked for.
    /// </summary>
    public string? ApiKey { get; set; }

    /// <summary>Whether anybody who reaches an address beyond loopback may send without a key. Default false.</summary>
    public bool AllowAnonymous { get; set; }

    internal static string Key(string option) => $"{Section}:{option}";
}
