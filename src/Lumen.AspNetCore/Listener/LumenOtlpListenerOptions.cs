namespace Lumen.AspNetCore;

/// <summary>
/// The ports of their own on which Lumen takes OTLP, beside the addresses of the host. Section <c>Lumen:Otlp</c> of the configuration.
/// </summary>
public sealed class LumenOtlpListenerOptions
{
    /// <summary>The gRPC port that senders know.</summary>
    public const int DefaultGrpcPort = 4317;

    /// <summary>The HTTP port that senders know.</summary>
    public const int DefaultHttpPort = 4318;

    /// <summary>
    /// The address to listen on: an IP address, <c>localhost</c>, or <c>*</c> for all. Default <c>127.0.0.1</c>. Beyond loopback the
    /// listener stays closed until <see cref="ApiKey"/> is set or <see cref="AllowAnonymous"/> is true.
    /// </summary>
    public string Address { get; set; } = "127.0.0.1";

    /// <summary>
    /// The ports for clear-text gRPC, 0 for one that the system chooses. Null, the default, is 4317 alone; an empty list opens none.
    /// </summary>
    public IList<int>? GrpcPorts { get; set; }

    /// <summary>The port for OTLP/HTTP, 0 for one that the system chooses, -1 for none. Default 4318.</summary>
    public int HttpPort { get; set; } = DefaultHttpPort;

    /// <summary>
    /// What senders must show in the header <c>x-api-key</c> or <c>Authorization: Bearer</c>. Null, the default, asks for nothing.
    /// </summary>
    public string? ApiKey { get; set; }

    /// <summary>Whether anybody who reaches an address beyond loopback may send without a key. Default false.</summary>
    public bool AllowAnonymous { get; set; }
}
