using Microsoft.Extensions.Logging;

namespace Lumen.Ingestion;

/// <summary>Every log message of ingestion. The ids are stable: 1000 to 1099.</summary>
internal static partial class IngestionLog
{
    [LoggerMessage(
        1000,
        LogLevel.Error,
        "The store failed while it wrote {Requests} requests with {Spans} spans; their senders were asked to send them again. "
        + "Commits that were not logged before this one: {Suppressed}.")]
    internal static partial void StoreThrew(this ILogger logger, Exception exception, int requests, long spans, long suppressed);

    [LoggerMessage(
        1001,
        LogLevel.Warning,
        "The store did not take {Missing} of {Spans} spans. {Reason} Commits that were not logged before this one: {Suppressed}.")]
    internal static partial void StoreDidNotTake(this ILogger logger, long missing, long spans, string reason, long suppressed);

    [LoggerMessage(
        1002,
        LogLevel.Warning,
        "A request was refused for now: {Reason} Requests that were not logged before this one: {Suppressed}.")]
    internal static partial void RequestRefused(this ILogger logger, string? reason, long suppressed);

    [LoggerMessage(
        1003,
        LogLevel.Warning,
        "A request was refused for good: {Reason} Requests that were not logged before this one: {Suppressed}.")]
    internal static partial void RequestNotTaken(this ILogger logger, string? reason, long suppressed);

    [LoggerMessage(
        1004,
        LogLevel.Warning,
        "Rejected spans of a request: {Spans}. {Reason} Requests that were not logged before this one: {Suppressed}.")]
    internal static partial void SpansRejected(this ILogger logger, long spans, string? reason, long suppressed);
}
