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
    /// The ports for clear-text gRPC, 0 for one that the system chooses. Null, the default, is 4317 alone; an empty list opens none.
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

    /// <summary>
    /// What senders must show in the header <c>x-api-key</c> or <c>Authorization: Bearer</c>. Null, the default, is the key of
    /// <see cref="LumenOptions"/>; where that is null too, nothing is asked for.
    /// </summary>
    public string? ApiKey { get; set; }

    /// <summary>Whether anybody who reaches an address beyond loopback may send without a key. Default false.</summary>
    public bool AllowAnonymous { get; set; }

    internal static string Key(string option) => $"{Section}:{option}";
}
