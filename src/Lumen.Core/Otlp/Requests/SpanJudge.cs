namespace Lumen.Otlp;

/// <summary>
/// Reads the header of a span and judges every field of it in the same pass: lengths, counts, depth, UTF-8. A known field with a wire
/// type that is not its own makes the request malformed.
/// </summary>
internal static class SpanJudge
{
    internal static bool TryRead(
        ReadOnlySpan<byte> span, OtlpLimits limits, out SpanHeader header, out PayloadRange name, ref SpanFindings findings)
    {
        var (trace, id, parent) = (default(TraceId), default(SpanId), default(SpanId));
        var (start, end, flags, kind, status) = (0UL, 0UL, 0U, SpanKind.Unspecified, SpanStatus.Unset);
        var (attributes, events, links, valid) = (0, 0, 0, true);
        name = default;
        var reader = new ProtobufReader(span);
        while (valid && reader.Next(out var field))
        {
            valid = WireTypeOf(field.Number) is not { } expected || field.Type == expected;
            switch (field.Number)
            {
                case OtlpFields.Span.TraceId:
                    trace = field.Bytes.Length == TraceId.Size ? TraceId.FromBytes(field.Bytes) : default;
                    break;
                case OtlpFields.Span.SpanId:
                    id = field.Bytes.Length == SpanId.Size ? SpanId.FromBytes(field.Bytes) : default;
                    break;
                case OtlpFields.Span.ParentSpanId:
                    parent = field.Bytes.Length == SpanId.Size ? SpanId.FromBytes(field.Bytes) : default;
                    findings |= field.Bytes.Length is 0 or SpanId.Size ? SpanFindings.None : SpanFindings.InvalidParentId;
                    break;
                case OtlpFields.Span.Name:
                    name = new PayloadRange(field.ValueStart, field.Bytes.Length);
                    AttributeJudge.JudgeText(field.Bytes, limits, ref findings);
                    break;
                case OtlpFields.Span.TraceState:
                    AttributeJudge.JudgeText(field.Bytes, limits, ref findings);
                    break;
                case OtlpFields.Span.Kind:
                    kind = (SpanKind)(int)field.Value;
                    break;
                case OtlpFields.Span.StartTimeUnixNano:
                    start = field.Value;
                    break;
                case OtlpFields.Span.EndTimeUnixNano:
                    end = field.Value;
                    break;
                case OtlpFields.Span.Flags:
                    flags = (uint)field.Value;
                    break;
                case OtlpFields.Span.Attributes:
                    attributes++;
                    valid = valid && AttributeJudge.TryJudge(field.Bytes, limits, depth: 0, ref findings);
                    break;
                case OtlpFields.Span.Events:
                    events++;
                    valid = valid && EnvelopeJudge.TryJudgeEvent(field.Bytes, limits, ref findings);
                    break;
                case OtlpFields.Span.Links:
                    links++;
                    valid = valid && EnvelopeJudge.TryJudgeLink(field.Bytes, limits, ref findings);
                    break;
                case OtlpFields.Span.Status:
                    valid = valid && EnvelopeJudge.TryJudgeStatus(field.Bytes, limits, ref status, ref findings);
                    break;
            }
        }

        findings |= trace.IsZero ? SpanFindings.InvalidTraceId : SpanFindings.None;
        findings |= id.IsZero ? SpanFindings.InvalidSpanId : SpanFindings.None;
        findings |= attributes > limits.MaxAttributes ? SpanFindings.TooManyAttributes : SpanFindings.None;
        findings |= events > limits.MaxEvents ? SpanFindings.TooManyEvents : SpanFindings.None;
        findings |= links > limits.MaxLinks ? SpanFindings.TooManyLinks : SpanFindings.None;
        header = new SpanHeader
        {
            TraceId = trace, SpanId = id, ParentSpanId = parent, StartUnixNano = start, EndUnixNano = end,
            Flags = flags, Kind = kind, Status = status,
        };
        return valid && !reader.IsMalformed;
    }

    private static WireType? WireTypeOf(int field) => field switch
    {
        OtlpFields.Span.TraceId or OtlpFields.Span.SpanId or OtlpFields.Span.TraceState or OtlpFields.Span.ParentSpanId
            or OtlpFields.Span.Name or OtlpFields.Span.Attributes or OtlpFields.Span.Events or OtlpFields.Span.Links
            or OtlpFields.Span.Status => WireType.LengthDelimited,
        OtlpFields.Span.Kind or OtlpFields.Span.DroppedAttributesCount or OtlpFields.Span.DroppedEventsCount
            or OtlpFields.Span.DroppedLinksCount => WireType.Varint,
        OtlpFields.Span.StartTimeUnixNano or OtlpFields.Span.EndTimeUnixNano => WireType.Fixed64,
        OtlpFields.Span.Flags => WireType.Fixed32,
        _ => null,
    };
}
