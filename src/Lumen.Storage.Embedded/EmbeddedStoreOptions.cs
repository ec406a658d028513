namespace Lumen.Storage.Embedded;

/// <summary>How the embedded store keeps its data. Immutable; a wrong value is refused by the store's constructor, by name.</summary>
public sealed record EmbeddedStoreOptions
{
    /// <summary>The least <see cref="RetentionBytes"/>: 64 MiB. Below it the log alone would take most of the room.</summary>
    public const long LeastRetentionBytes = 64L * 1024 * 1024;

    private const int LeastLogFileBytes = 16 * 1024;
    private const int LeastNameBytes = 64 * 1024;

    /// <summary>The directory that holds the data, and nothing else. Created if it is missing. Default <c>lumen-data</c>.</summary>
    public string Directory { get; init; } = "lumen-data";

    /// <summary>How long spans are kept after they arrived; whole buckets are dropped. Default 7 days.</summary>
    public TimeSpan RetentionAge { get; init; } = TimeSpan.FromDays(7);

    /// <summary>
    /// How many bytes the directory may take, everything in it counted; the oldest buckets are dropped. At least
    /// <see cref="LeastRetentionBytes"/>. Default null: the lesser of 20 GiB and a fifth of (free space and what the directory holds),
    /// fixed when the directory is created.
    /// </summary>
    public long? RetentionBytes { get; init; }

    /// <summary>
    /// How large each of the two log files may grow; one window's batches must fit. Default 32 MiB, or a 32nd of the cap on bytes if that
    /// is less. At least 16 KiB.
    /// </summary>
    public int LogFileBytes { get; init; } = 32 * 1024 * 1024;

    /// <summary>How many spans a window in memory takes before it is written to its bucket. Default 65,536; at least 1.</summary>
    public int WindowMaxSpans { get; init; } = 65_536;

    /// <summary>How long a bucket takes spans, by their arrival. Default one hour.</summary>
    public TimeSpan BucketDuration { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How many spans a bucket takes. Checked when a window ends. Default 1,000,000.</summary>
    public long BucketMaxSpans { get; init; } = 1_000_000;

    /// <summary>How large a bucket may grow, in bytes, or an eighth of the cap on bytes if that is less. Default 256 MiB.</summary>
    public long BucketMaxBytes { get; init; } = 256L * 1024 * 1024;

    /// <summary>
    /// How many bytes of memory the names of a bucket may take: span names, services, resources, scopes, and which of them go together. A
    /// bucket whose names take more ends with its window, and a window ends when its names take half as much: a million distinct names make
    /// more buckets, not larger ones. Default 32 MiB, about 140,000 span names; at least 64 KiB.
    /// </summary>
    public int BucketMaxNameBytes { get; init; } = 32 * 1024 * 1024;

    /// <summary>How long a write waits while both log files are occupied, before it is answered "retry". Default 2 s.</summary>
    public TimeSpan IntakePatience { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How many stored spans one page of a search looks at before it stops and says so, with a cursor from which the search goes on.
    /// Windows in memory are always searched. Default 2,000,000; at least 1.
    /// </summary>
    public long SearchMaxSpans { get; init; } = 2_000_000;

    /// <summary>
    /// How fast buckets are read through in the background to find damage before anybody asks for what is damaged; at most once a day each.
    /// In bytes a second, 0 for never. Default 1 MiB.
    /// </summary>
    public int ScrubBytesPerSecond { get; init; } = 1024 * 1024;

    /// <summary>What <see cref="RetentionBytes"/> is held against; lower only in tests, which have little to write.</summary>
    internal long RetentionBytesFloor { get; init; } = LeastRetentionBytes;

    /// <summary>Refuses what cannot work.</summary>
    /// <exception cref="ArgumentException">An option is out of its range; the message names it and says what to write instead.</exception>
    internal void Validate()
    {
        Demand(!string.IsNullOrWhiteSpace(Directory), nameof(Directory), "is empty: name a directory for the data, such as 'lumen-data'");
        Demand(RetentionAge > TimeSpan.Zero, nameof(RetentionAge), "must be longer than zero, such as 7.00:00:00 for seven days");
        Demand(
            RetentionBytes is null || RetentionBytes >= RetentionBytesFloor, nameof(RetentionBytes),
            $"must be at least {RetentionBytesFloor:N0} bytes: the log and one bucket need that much");
        Demand(LogFileBytes >= LeastLogFileBytes, nameof(LogFileBytes), $"must be at least {LeastLogFileBytes:N0} bytes");
        Demand(WindowMaxSpans >= 1, nameof(WindowMaxSpans), "must be at least 1");
        Demand(BucketDuration > TimeSpan.Zero, nameof(BucketDuration), "must be longer than zero, such as 01:00:00 for an hour");
        Demand(BucketMaxSpans >= 1, nameof(BucketMaxSpans), "must be at least 1");
        Demand(BucketMaxBytes >= 1, nameof(BucketMaxBytes), "must be at least 1");
        Demand(BucketMaxNameBytes >= LeastNameBytes, nameof(BucketMaxNameBytes), $"must be at least {LeastNameBytes:N0} bytes");
        Demand(SearchMaxSpans >= 1, nameof(SearchMaxSpans), "must be at least 1");
        Demand(ScrubBytesPerSecond >= 0, nameof(ScrubBytesPerSecond), "must not be negative; 0 turns the scrub off");
        Demand(IntakePatience >= TimeSpan.Zero, nameof(IntakePatience), "must not be negative");
    }

    private static void Demand(bool holds, string option, string sentence)
    {
        if (!holds)
        {
            throw new ArgumentException($"{nameof(EmbeddedStoreOptions)}.{option} {sentence}.", option);
        }
    }
}
