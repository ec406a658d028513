using Microsoft.Extensions.Logging;

namespace Lumen.Hosting;

/// <summary>Every log message of hosting. The ids are stable: 1100 to 1199.</summary>
internal static partial class HostingLog
{
    [LoggerMessage(1100, LogLevel.Information, "Lumen is turned off by Lumen:Enabled.")]
    internal static partial void TurnedOff(this ILogger logger);

    [LoggerMessage(1101, LogLevel.Error, "Lumen could not start {Part}, and will try again. {Reason}")]
    internal static partial void PartDidNotStart(this ILogger logger, Exception? exception, string part, string reason);

    [LoggerMessage(1102, LogLevel.Information, "Lumen has started {Part}.")]
    internal static partial void PartStarted(this ILogger logger, string part);

    [LoggerMessage(1103, LogLevel.Warning, "Lumen could not stop {Part} in time, or as it should.")]
    internal static partial void PartDidNotStop(this ILogger logger, Exception exception, string part);

    [LoggerMessage(
        1104,
        LogLevel.Warning,
        "Lumen had to stop with {Refused} spans waiting, which it refused, and {Unknown} that the store was not done with.")]
    internal static partial void StoppedEarly(this ILogger logger, long refused, long unknown);

    [LoggerMessage(1105, LogLevel.Error, "The store could not drop what is no longer kept; it is tried again in a minute.")]
    internal static partial void RetentionFailed(this ILogger logger, Exception exception);

    [LoggerMessage(1106, LogLevel.Information, "Retention is now {Age} and {Bytes} bytes (none: what was chosen for the directory).")]
    internal static partial void RetentionChanged(this ILogger logger, TimeSpan age, long? bytes);

    [LoggerMessage(1107, LogLevel.Warning, "The configuration changed, and retention stays as it was: {Reason}")]
    internal static partial void RetentionNotChanged(this ILogger logger, string reason, Exception exception);
}
