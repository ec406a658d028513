namespace Lumen.Storage.Embedded.Crashes;

/// <summary>A store so small that a second of writing sees windows written, buckets finished, rewritten and dropped.</summary>
internal static class CrashOptions
{
    internal static EmbeddedStoreOptions Of(string directory) => new()
    {
        Directory = directory,
        LogFileBytes = 256 * 1024,
        WindowMaxSpans = 100,
        BucketMaxSpans = 400,
        RetentionBytes = 6 * 1024 * 1024,
        RetentionBytesFloor = 1,
        ScrubBytesPerSecond = 16 * 1024 * 1024,
        IntakePatience = TimeSpan.FromMinutes(1),
    };
}
