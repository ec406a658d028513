using Lumen.Otlp;

namespace Lumen.Ingestion;

/// <summary>How much the way from a request to the store may hold, and how long. Immutable.</summary>
public sealed record IngestionOptions
{
    /// <summary>The default of <see cref="MaxRequestBytes"/>: 64 MiB.</summary>
    public const int DefaultMaxRequestBytes = 64 * 1024 * 1024;

    /// <summary>The default of <see cref="MaxQueuedRequests"/>: 1,024.</summary>
    public const int DefaultMaxQueuedRequests = 1_024;

    /// <summary>The default of <see cref="MaxGroupRequests"/>: 256.</summary>
    public const int DefaultMaxGroupRequests = 256;

    /// <summary>The default of <see cref="MaxGroupBytes"/>: 32 MiB.</summary>
    public const long DefaultMaxGroupBytes = 32 * 1024 * 1024;

    /// <summary>The default of <see cref="MaxWait"/>: 5 s.</summary>
    public static readonly TimeSpan DefaultMaxWait = TimeSpan.FromSeconds(5);

    /// <summary>What one request may hold.</summary>
    public OtlpLimits Limits { get; init; } = OtlpLimits.Default;

    /// <summary>Bytes of a request after decompression; default 64 MiB. A larger one is refused for good.</summary>
    public int MaxRequestBytes { get; init; } = DefaultMaxRequestBytes;

    /// <summary>How many requests may wait for the writer; default 1,024, rounded up to a power of two.</summary>
    public int MaxQueuedRequests { get; init; } = DefaultMaxQueuedRequests;

    /// <summary>How many requests one commit takes at most; default 256.</summary>
    public int MaxGroupRequests { get; init; } = DefaultMaxGroupRequests;

    /// <summary>At how many payload bytes a commit takes no further request; default 32 MiB.</summary>
    public long MaxGroupBytes { get; init; } = DefaultMaxGroupBytes;

    /// <summary>How long a request waits for the writer before it is refused; default 5 s.</summary>
    public TimeSpan MaxWait { get; init; } = DefaultMaxWait;

    /// <summary>What is done to spans before they are stored; default nothing.</summary>
    public SpanHooks Hooks { get; init; } = SpanHooks.None;

    /// <summary>When a sender is told that its spans were taken; default after the durable write.</summary>
    public Acknowledge Acknowledge { get; init; }
}
