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
    /// <param name="options">An explicit cap beats the stored one.</param>
    /// <param name="storedMaxBytes">The cap that was chosen when the directory was created.</param>
    internal static StoreLimits Of(EmbeddedStoreOptions options, long storedMaxBytes)
    {
        var maxBytes = options.RetentionBytes ?? storedMaxBytes;
        return new StoreLimits(
            maxBytes,
            (int)Math.Max(LeastLogFileBytes, Math.Min(options.LogFileBytes, maxBytes / LogShare)),
            Math.Min(options.BucketMaxBytes, maxBytes / BucketShare));
    }
}
