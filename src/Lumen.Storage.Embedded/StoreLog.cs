using Microsoft.Extensions.Logging;

namespace Lumen.Storage.Embedded;

/// <summary>Every message the store logs, with stable ids.</summary>
internal static partial class StoreLog
{
    [LoggerMessage(
        1, LogLevel.Information,
        "Opened the trace directory '{Directory}': {BucketCount} buckets, and {WindowCount} windows with {SpanCount} spans in the log.")]
    internal static partial void Opened(this ILogger logger, string directory, int bucketCount, int windowCount, long spanCount);

    [LoggerMessage(2, LogLevel.Warning, "Writing the log file '{Name}' failed; its spans were refused and senders try again.")]
    internal static partial void LogWriteFailed(this ILogger logger, string name, Exception failure);

    [LoggerMessage(3, LogLevel.Warning, "{Damage}")]
    internal static partial void Damaged(this ILogger logger, string damage);

    [LoggerMessage(4, LogLevel.Information, "The last write to the log file '{Name}' was cut off. It had not been acknowledged.")]
    internal static partial void TornWrite(this ILogger logger, string name);

    [LoggerMessage(5, LogLevel.Warning, "The file '{Name}' could not be deleted; it is dropped again later.")]
    internal static partial void DeleteFailed(this ILogger logger, string name, Exception failure);

    [LoggerMessage(6, LogLevel.Warning, "Background work of the trace store ('{Work}') failed; it is tried again in {Delay}.")]
    internal static partial void BackgroundWorkFailed(this ILogger logger, string work, TimeSpan delay, Exception failure);

    [LoggerMessage(7, LogLevel.Information, "Dropped bucket {Number} with {SpanCount} spans that arrived until {LastArrival}: {Reason}.")]
    internal static partial void Dropped(this ILogger logger, long number, long spanCount, string lastArrival, string reason);

    [LoggerMessage(
        9, LogLevel.Warning, "The trace directory was lost and has been opened again; the windows in memory are being written to it.")]
    internal static partial void Revived(this ILogger logger);

    [LoggerMessage(8, LogLevel.Error, "The bucket file '{Name}' cannot be trusted and was renamed to '{Aside}': {Reason}")]
    internal static partial void SetAside(this ILogger logger, string name, string aside, string reason);

    [LoggerMessage(
        11, LogLevel.Information, "Dropped bucket {Number} but for {Kept} of its {SpanCount} spans, whose traces are pinned.")]
    internal static partial void Reduced(this ILogger logger, long number, long kept, long spanCount);

    [LoggerMessage(10, LogLevel.Error, "The bucket file '{Name}' cannot be read; it stays where it is and is tried again.")]
    internal static partial void Unreadable(this ILogger logger, string name, Exception failure);
}
