using Microsoft.Extensions.Logging;

namespace Lumen.Storage.Embedded;

/// <summary>Every message the store logs, with stable ids.</summary>
internal static partial class StoreLog
{
    [LoggerMessage(1, LogLevel.Information, "Opened the trace directory '{Directory}': {WindowCount} windows with {SpanCount} spans were read from the log.")]
    internal static partial void Opened(this ILogger logger, string directory, int windowCount, long spanCount);

    [LoggerMessage(2, LogLevel.Warning, "Writing the log file '{Name}' failed; its spans were refused and senders try again.")]
    internal static partial void LogWriteFailed(this ILogger logger, string name, Exception failure);

    [LoggerMessage(3, LogLevel.Warning, "{Damage}")]
    internal static partial void Damaged(this ILogger logger, string damage);

    [LoggerMessage(4, LogLevel.Information, "The last write to the log file '{Name}' was cut off. It had not been acknowledged.")]
    internal static partial void TornWrite(this ILogger logger, string name);
}
