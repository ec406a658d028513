namespace Lumen.Ingestion;

/// <summary>Which activities of this process are captured, and how they are batched. Immutable.</summary>
public sealed record ActivityCaptureOptions
{
    /// <summary>The default of <see cref="Sources"/>: every source.</summary>
    public static readonly IReadOnlyList<string> DefaultSources = ["*"];

    /// <summary>
    /// The activity sources to listen to, each a name or the beginning of one with <c>*</c> behind it; case-sensitive. Default <c>*</c>.
    /// <c>Lumen</c> itself and sources that are named <c>Experimental.</c> are left out unless they are written in full.
    /// </summary>
    public IReadOnlyList<string> Sources { get; init; } = DefaultSources;

    /// <summary>
    /// The share of new traces that is captured, 0 to 1; default 1. A trace that came in from elsewhere is captured as its sender decided
    /// (parent-based sampling by trace id, OpenTelemetry specification "TraceIdRatioBased").
    /// </summary>
    public double SampleRatio { get; init; } = 1;

    /// <summary>How many ended activities may wait to be stored; default 8,192. More are dropped and counted.</summary>
    public int MaxQueuedActivities { get; init; } = 8_192;

    /// <summary>How many activities make up one request at most; default 512.</summary>
    public int MaxBatchActivities { get; init; } = 512;

    /// <summary>How long the first activity of a batch waits for others; default 500 ms.</summary>
    public TimeSpan BatchDelay { get; init; } = TimeSpan.FromMilliseconds(500);
}
