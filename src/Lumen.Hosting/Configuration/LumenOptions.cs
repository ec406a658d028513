using Lumen.Ingestion;

namespace Lumen.Hosting;

/// <summary>
/// The options of <c>AddLumen</c>, bound from the configuration section <c>Lumen</c> (environment variables <c>Lumen__Name</c>) and
/// validated when the host starts. In configuration, durations are written as <c>d.hh:mm:ss</c> and sizes in bytes.
/// </summary>
public sealed class LumenOptions
{
    /// <summary>The configuration section: <c>Lumen</c>.</summary>
    public const string Section = "Lumen";

    /// <summary>The name of the default data directory, below the content root.</summary>
    public const string DefaultDataDirectoryName = "lumen-data";

    /// <summary>The default of <see cref="MaxInFlightBytes"/>: 256 MiB.</summary>
    public const long DefaultMaxInFlightBytes = 256L * 1024 * 1024;

    /// <summary>The default of <see cref="MaxReadBytes"/>: 512 MiB.</summary>
    public const long DefaultMaxReadBytes = 512L * 1024 * 1024;

    /// <summary>The default of <see cref="RetentionAge"/>: 7 days.</summary>
    public static readonly TimeSpan DefaultRetentionAge = TimeSpan.FromDays(7);

    /// <summary>The default of <see cref="StopTimeout"/>: 10 s.</summary>
    public static readonly TimeSpan DefaultStopTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Whether Lumen does anything at all. Turned off, it opens no file and no port, and refuses spans. Default true.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>
    /// Where the embedded store keeps its files; a relative path is below the content root. Default <c>{ContentRoot}/lumen-data</c>.
    /// One process writes a directory at a time.
    /// </summary>
    public string? DataDirectory { get; set; }

    /// <summary>
    /// What senders must show in the header <c>x-api-key</c> or <c>Authorization: Bearer</c>. Null or empty, the default, is no key.
    /// </summary>
    public string? ApiKey { get; set; }

    /// <summary>
    /// The origins of web pages that may send spans by OTLP/HTTP (CORS), on the host's own address and on the listener: such as
    /// <c>https://app.example.com</c>, <c>https://*.example.com</c> for any subdomain, <c>http://localhost:*</c> for any port, <c>*</c> for
    /// every page there is. Empty, the default, is none.
    /// </summary>
    public IList<string> CorsOrigins { get; } = [];

    /// <summary>How long spans are kept, by the time they arrived; at least one minute. Default 7 days.</summary>
    public TimeSpan RetentionAge { get; set; } = DefaultRetentionAge;

    /// <summary>
    /// How many bytes the store's files may take; at least 64 MiB. Default null: the lesser of 20 GiB and 20 % of the disk.
    /// </summary>
    public long? RetentionBytes { get; set; }

    /// <summary>
    /// Where backups of the embedded store are made, each in a directory of its own; a relative path is below the content root. Default
    /// null: none are.
    /// </summary>
    public string? BackupDirectory { get; set; }

    /// <summary>Bytes of a request, before and after decompression; 1 KiB to 1 GiB. Default 64 MiB. Larger ones are refused.</summary>
    public int MaxRequestBytes { get; set; } = IngestionOptions.DefaultMaxRequestBytes;

    /// <summary>Spans in a request; at least 1. Default 100,000. A request with more is refused for good.</summary>
    public int MaxSpansPerRequest { get; set; } = 100_000;

    /// <summary>Attributes of a span, event, link, resource or scope; at least 1. Default 1,024. More are cut and counted.</summary>
    public int MaxAttributes { get; set; } = 1_024;

    /// <summary>Events of a span; at least 1. Default 1,024. More are cut and counted.</summary>
    public int MaxEvents { get; set; } = 1_024;

    /// <summary>Links of a span; at least 1. Default 1,024. More are cut and counted.</summary>
    public int MaxLinks { get; set; } = 1_024;

    /// <summary>Bytes of one string or bytes value, a name or a key; at least 64. Default 1 MiB. Longer ones are cut.</summary>
    public int MaxValueBytes { get; set; } = 1024 * 1024;

    /// <summary>How deep values may nest in an attribute; 1 to 64. Default 32. What lies deeper is emptied and counted.</summary>
    public int MaxDepth { get; set; } = 32;

    /// <summary>Bytes that all requests together may hold in memory; at least <see cref="MaxRequestBytes"/>. Default 256 MiB.</summary>
    public long MaxInFlightBytes { get; set; } = DefaultMaxInFlightBytes;

    /// <summary>How many requests may wait to be stored; 1 to 1,048,576. Default 1,024. More are refused for now.</summary>
    public int MaxQueuedRequests { get; set; } = IngestionOptions.DefaultMaxQueuedRequests;

    /// <summary>How long a request waits for its turn before it is refused for now; 100 ms to 60 s. Default 5 s.</summary>
    public TimeSpan MaxWait { get; set; } = IngestionOptions.DefaultMaxWait;

    /// <summary>
    /// Bytes of memory that whole traces may take while they are read and answered; at least 16 MiB. Default 512 MiB. A trace takes about
    /// half a kilobyte a span beside its content. More wait for <see cref="MaxWait"/> and are refused for now; a larger one is read alone.
    /// </summary>
    public long MaxReadBytes { get; set; } = DefaultMaxReadBytes;

    /// <summary>
    /// How many stored spans one page of a search looks at before it stops and says so, with a cursor to go on from; at least 1. Default
    /// 2,000,000. Of the embedded store.
    /// </summary>
    public long SearchMaxSpans { get; set; } = 2_000_000;

    /// <summary>
    /// How fast stored files are read through in the background to find damage, at most once a day each, in bytes a second; 0 for never.
    /// Default 1 MiB. Of the embedded store.
    /// </summary>
    public int ScrubBytesPerSecond { get; set; } = 1024 * 1024;

    /// <summary>When a sender is told that its spans were taken. Default <see cref="Acknowledge.WhenDurable"/>.</summary>
    public Acknowledge Acknowledge { get; set; }

    /// <summary>
    /// Spans to drop before they are stored, each entry a condition in the query language, such as <c>name = "GET /health"</c>. Default
    /// none.
    /// </summary>
    public IList<string> DropSpans { get; } = [];

    /// <summary>Attributes to leave out before spans are stored: names, or beginnings with <c>*</c> behind them. Default none.</summary>
    public IList<string> DropAttributes { get; } = [];

    /// <summary>Attributes whose values are replaced by <c>[redacted]</c> before spans are stored, named likewise. Default none.</summary>
    public IList<string> RedactAttributes { get; } = [];

    /// <summary>Attributes that every resource gets which does not have them. Default none.</summary>
    public IDictionary<string, string> ResourceAttributes { get; } = new Dictionary<string, string>();

    /// <summary>
    /// Whether the activities of this process are captured, without any exporter. Lumen's own work, its routes and requests that export
    /// telemetry are left out. Default false.
    /// </summary>
    public bool CaptureThisProcess { get; set; }

    /// <summary>
    /// The share of this process's new traces that is captured, 0 to 1; a trace that came in is captured as its sender decided. Default 1.
    /// </summary>
    public double CaptureSampleRatio { get; set; } = 1;

    /// <summary>
    /// The activity sources that are captured, each a name or the beginning of one with <c>*</c> behind it. Empty, the default, is every
    /// source but those named <c>Experimental.</c>.
    /// </summary>
    public IList<string> CaptureSources { get; } = [];

    /// <summary>How long stopping may take until what could not be written is given up and reported; up to 10 min. Default 10 s.</summary>
    public TimeSpan StopTimeout { get; set; } = DefaultStopTimeout;
}
