using System.Globalization;
using Lumen.Ingestion;

namespace Lumen.AspNetCore.Otlp;

/// <summary>How receiving the body of a request ended.</summary>
internal enum BodyStatus
{
    /// <summary>It has not ended: more bytes may come.</summary>
    Reading = 0,

    /// <summary>All of it is there.</summary>
    Complete,

    /// <summary>It ended before the length that its frame declared.</summary>
    Truncated,

    /// <summary>It is larger than the limit, before or after decompression.</summary>
    TooLarge,

    /// <summary>Another message follows where there must be one.</summary>
    MoreThanOne,

    /// <summary>It is not what its compression says it is, or it was cut short.</summary>
    Corrupt,

    /// <summary>The intake budget has no room for it.</summary>
    NoRoom,
}

/// <summary>What a body that did not arrive as it should means to the sink and to its sender.</summary>
internal static class BodyStatuses
{
    public static SpanSinkOutcome Outcome(this BodyStatus status) => status switch
    {
        BodyStatus.TooLarge => SpanSinkOutcome.TooLarge,
        BodyStatus.NoRoom => SpanSinkOutcome.Refused,
        _ => SpanSinkOutcome.Malformed,
    };

    public static string Sentence(this BodyStatus status, int limit) => status switch
    {
        BodyStatus.Truncated => "The message is shorter than its frame says.",
        BodyStatus.MoreThanOne => "More follows behind the message of the call; Export takes one.",
        BodyStatus.TooLarge => string.Create(
            CultureInfo.InvariantCulture, $"A request may have {limit} bytes at most, before and after decompression."),
        BodyStatus.Corrupt => "The body is not whole, valid gzip.",
        _ => "Lumen holds as many bytes of requests in memory as it may.",
    };
}
