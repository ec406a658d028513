using Lumen.Queries;

namespace Lumen.Ingestion;

/// <summary>Finds the spans of a batch that are to be dropped. Immutable and thread-safe.</summary>
internal sealed class SpanDropHooks(IReadOnlyList<SpanPredicate> predicates)
{
    private readonly SpanMatcher[] _matchers = [.. predicates.Select(predicate => new SpanMatcher(predicate))];

    /// <summary>Marks the spans of a batch that are to be dropped.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="dropped">As long as the batch; cleared.</param>
    /// <returns>How many there are.</returns>
    internal int Mark(SpanBatch batch, Span<bool> dropped)
    {
        var count = 0;
        foreach (var matcher in _matchers)
        {
            count += Mark(batch, matcher, dropped);
        }

        return count;
    }

    private static int Mark(SpanBatch batch, SpanMatcher matcher, Span<bool> dropped)
    {
        var (count, resource, scope) = (0, -1, -1);
        var (ofResource, ofScope) = (default(ConditionTruth), default(ConditionTruth));
        for (var index = 0; index < batch.Count; index++)
        {
            // Spans of one resource and scope stand together.
            ref readonly var header = ref batch.Headers[index];
            if (header.Resource != resource)
            {
                resource = header.Resource;
                ofResource = matcher.OfResource(batch.Resources[resource].Message.Of(batch.Payload.Span));
            }

            if (header.Scope != scope)
            {
                scope = header.Scope;
                ofScope = matcher.OfScope(batch.Scopes[scope].Message.Of(batch.Payload.Span));
            }

            if (!dropped[index] && Holds(matcher, batch, header, ofResource | ofScope))
            {
                dropped[index] = true;
                count++;
            }
        }

        return count;
    }

    /// <summary>The bytes of the span, which are the dearest to ask, are asked last.</summary>
    private static bool Holds(SpanMatcher matcher, SpanBatch batch, in SpanHeader header, ConditionTruth known)
    {
        known |= matcher.OfOperation(batch.ServiceName(header), batch.NameBytes(header), header.Kind)
            | matcher.OfOutcome(header.DurationNanos, header.Status)
            | matcher.OfIds(header.TraceId, header.SpanId, header.ParentSpanId);
        return matcher.Decide(known)
            ?? matcher.Decide((known | matcher.OfBody(batch.SpanBytes(header))).Without(ulong.MaxValue))
            ?? false;
    }
}
