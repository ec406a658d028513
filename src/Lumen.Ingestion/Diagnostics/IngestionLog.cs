using Microsoft.Extensions.Logging;

namespace Lumen.Ingestion;

/// <summary>Every log message of ingestion. The ids are stable: 1000 to 1099.</summary>
internal static partial class IngestionLog
{
    [LoggerMessage(
        1000,
        LogLevel.Error,
        "The store failed while it wrote {Requests} requests with {Spans} spans; their senders were asked to send them again.")]
    internal static partial void StoreThrew(this ILogger logger, Exception exception, int requests, long spans);

    [LoggerMessage(1001, LogLevel.Warning, "The store did not take {Missing} of {Spans} spans. {Reason}")]
    internal static partial void StoreDidNotTake(this ILogger logger, long missing, long spans, string reason);
}
