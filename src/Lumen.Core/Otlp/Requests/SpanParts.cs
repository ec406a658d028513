namespace Lumen.Otlp;

/// <summary>What is counted, and judged, of a span beside its header's own fields and its attributes.</summary>
internal struct SpanParts
{
    private int _events;
    private int _links;
    private bool _hasStatus;
    private SpanStatus _status;

    internal readonly SpanStatus Status => _status;

    /// <summary>Takes a field that is not the header's own. False means malformed.</summary>
    internal bool TryTake(uint tag, ReadOnlySpan<byte> bytes, OtlpLimits limits, ref SpanFindings findings)
    {
        switch (tag)
        {
            case OtlpTags.Span.Events:
                _events++;
                return PartJudge.TryJudge(bytes, AttributedShape.Event, limits, ref findings);
            case OtlpTags.Span.Links:
                _links++;
                return PartJudge.TryJudgeLink(bytes, limits, ref findings);
            case OtlpTags.Span.Status:
                findings |= _hasStatus ? SpanFindings.RepeatedMessage : SpanFindings.None;
                _hasStatus = true;
                return PartJudge.TryJudgeStatus(bytes, limits, ref _status, ref findings);
            case OtlpTags.Span.TraceState:
                TextJudge.Judge(bytes, limits, ref findings);
                return true;
            case OtlpTags.Span.DroppedAttributesCount or OtlpTags.Span.DroppedEventsCount or OtlpTags.Span.DroppedLinksCount:
                return true;
            default:
                // A field that is not known may hold anything; a known one with a wire type of another may not.
                return tag >> WireFormat.TagTypeBits > OtlpTags.Span.LastField;
        }
    }

    internal readonly SpanFindings Count(OtlpLimits limits) =>
        (_events > limits.MaxEvents ? SpanFindings.TooManyEvents : SpanFindings.None)
        | (_links > limits.MaxLinks ? SpanFindings.TooManyLinks : SpanFindings.None);
}
