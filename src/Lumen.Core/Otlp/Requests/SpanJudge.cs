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
        var (start, end, flags, kind) = (0UL, 0UL, 0U, SpanKind.Unspecified);
        var (attributes, position, isValid) = (0, 0, true);
        var parts = default(SpanParts);
        name = default;
        while (isValid && WireFormat.TryReadField(span, ref position, out var tag, out var value, out var bytes))
        {
            switch (tag)
            {
                case OtlpTags.Span.Attributes:
                    attributes++;
                    isValid = AttributeJudge.TryJudge(bytes, limits, depth: 0, ref findings);
                    break;
                case OtlpTags.Span.TraceId:
                    trace = bytes.Length == TraceId.Size ? TraceId.FromBytes(bytes) : default;
                    break;
                case OtlpTags.Span.SpanId:
                    id = bytes.Length == SpanId.Size ? SpanId.FromBytes(bytes) : default;
                    break;
                case OtlpTags.Span.ParentSpanId:
                    parent = bytes.Length == SpanId.Size ? SpanId.FromBytes(bytes) : default;
                    findings |= bytes.Length is 0 or SpanId.Size ? SpanFindings.None : SpanFindings.InvalidParentId;
                    break;
                case OtlpTags.Span.Name:
                    name = new PayloadRange(position - bytes.Length, bytes.Length);
                    TextJudge.Judge(bytes, limits, ref findings);
                    break;
                case OtlpTags.Span.Kind:
                    kind = (SpanKind)(int)value;
                    break;
                case OtlpTags.Span.StartTimeUnixNano:
                    start = value;
                    break;
                case OtlpTags.Span.EndTimeUnixNano:
                    end = value;
                    break;
                case OtlpTags.Span.Flags:
                    flags = (uint)value;
                    break;
                default:
                    isValid = parts.TryTake(tag, bytes, limits, ref findings);
                    break;
            }
        }

        findings |= (trace.IsZero ? SpanFindings.InvalidTraceId : SpanFindings.None)
            | (id.IsZero ? SpanFindings.InvalidSpanId : SpanFindings.None)
            | (attributes > limits.MaxAttributes ? SpanFindings.TooManyAttributes : SpanFindings.None)
            | parts.Count(limits);
        header = new SpanHeader
        {
            TraceId = trace, SpanId = id, ParentSpanId = parent, StartUnixNano = start, EndUnixNano = end,
            Length = span.Length, Flags = flags, Kind = kind, Status = parts.Status,
        };
        return isValid && position == span.Length;
    }
}
