namespace Lumen.Storage.Embedded;

/// <summary>The sizes that follow from the options and the cap on bytes (rule 18).</summary>
/// <param name="MaxBytes">How many bytes the directory may take.</param>
/// <param name="LogFileBytes">How large each log file may grow.</param>
/// <param name="BucketMaxBytes">How large a bucket may grow.</param>
internal sealed record StoreLimits(long MaxBytes, int LogFileBytes, long BucketMaxBytes)
{
    private const int LogShare = 32;
    private const int BucketShare = 8;
    private const int LeastLogFileBytes = 16 * 1024;

    /// <summary>The limits of a directory.</summary>
    /// <param name="options">How large files may grow in any case.</param>
    /// <param name="maxBytes">The cap on bytes.</param>
    internal static StoreLimits Of(EmbeddedStoreOptions options, long maxBytes) => new(
        maxBytes,
        (int)Math.Max(LeastLogFileBytes, Math.Min(options.LogFileBytes, maxBytes / LogShare)),
        Math.Min(options.BucketMaxBytes, maxBytes / BucketShare));
}
