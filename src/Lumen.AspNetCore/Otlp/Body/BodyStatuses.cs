using System.Globalization;
using Lumen.Ingestion;

namespace Lumen.AspNetCore.Otlp;

/// <summary>What a body that did not arrive as it should means to the sink and to its sender.</summary>
internal static class BodyStatuses
{
    public static SpanSinkOutcome Outcome(this BodyStatus status) => status switch
    {
        BodyStatus.TooLarge => SpanSinkOutcome.TooLarge,
        BodyStatus.NoRoom or BodyStatus.TooSlow => SpanSinkOutcome.Refused,
        _ => SpanSinkOutcome.Malformed,
    };

    public static string Sentence(this BodyStatus status, int limit) => status switch
    {
        BodyStatus.Truncated => "The message is shorter than its frame says.",
        BodyStatus.MoreThanOne => "More follows behind the message of the call; Export takes one.",
        BodyStatus.TooLarge => string.Create(
            CultureInfo.InvariantCulture, $"A request may have {limit} bytes at most, before and after decompression."),
        BodyStatus.TooSlow => string.Create(
            CultureInfo.InvariantCulture,
            $"The body came too slowly, or not within {OtlpReceiver.LongestReceive.TotalSeconds} s; send it again."),
        BodyStatus.Corrupt => "The body is not whole, valid gzip.",
        _ => "Lumen holds as many bytes of requests in memory as it may.",
    };
}
