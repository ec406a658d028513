using Lumen.Queries;

namespace Lumen.Storage.Embedded.Searching;

/// <summary>
/// Decides about spans one by one, from what is cheap to what is not: header, then bytes, then the duration of the whole trace. Not
/// thread-safe.
/// </summary>
/// <param name="filter">The predicates.</param>
/// <param name="traceDuration">Finds the duration of a whole trace in nanoseconds.</param>
internal sealed class SpanJudge(SpanFilter filter, Func<TraceId, ulong> traceDuration)
{
    /// <summary>What is known of the predicate's conditions from a span's origin and header.</summary>
    internal ConditionTruth Know(ConditionTruth origin, in SpanIdentity ids, ulong duration, SpanStatus status) =>
        filter.Matcher is not { } matcher
            ? default
            : origin | matcher.OfOutcome(duration, status) | matcher.OfIds(ids.Trace, ids.Span, ids.Parent);

    /// <summary>Whether the predicate holds, as far as that is known; null where the bytes must be looked at.</summary>
    internal bool? Decide(ConditionTruth known) => filter.Matcher is { } matcher ? matcher.Decide(known) : true;

    /// <summary>Whether the predicate holds on a span.</summary>
    internal bool Decide(ConditionTruth known, ReadOnlySpan<byte> span, TraceId trace) =>
        Decide(known, span, out var truth) ?? DecideByTrace(truth, trace);

    /// <summary>Whether the predicate holds on a span, as far as its bytes say; null where its trace must be looked at.</summary>
    /// <param name="known">What is known of the conditions.</param>
    /// <param name="span">The bytes.</param>
    /// <param name="truth">Where null is returned: what is known now.</param>
    internal bool? Decide(ConditionTruth known, ReadOnlySpan<byte> span, out ConditionTruth truth)
    {
        var matcher = filter.Matcher!;
        truth = known;
        if (matcher.Decide(known | matcher.OfAbsentKeys(span)) == false)
        {
            return false;
        }

        truth = (known | matcher.OfBody(span)).Without(~matcher.TraceConditions);
        return matcher.Decide(truth);
    }

    /// <summary>Whether the predicate holds on a span of which everything is known but its trace.</summary>
    internal bool DecideByTrace(ConditionTruth known, TraceId trace) =>
        filter.Matcher!.Decide((known | filter.Matcher.OfTrace(traceDuration(trace))).Without(ulong.MaxValue)) ?? false;
}

/// <summary>The ids of a span.</summary>
/// <param name="Trace">Its trace.</param>
/// <param name="Span">Its own.</param>
/// <param name="Parent">Its parent's; zero for none.</param>
internal readonly record struct SpanIdentity(TraceId Trace, SpanId Span, SpanId Parent);
