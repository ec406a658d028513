namespace Lumen.Otlp;

/// <summary>Judges the messages in and around a span that hold attributes or text. False means malformed.</summary>
internal static class PartJudge
{
    /// <summary>Judges a resource, a scope or an event.</summary>
    internal static bool TryJudge(ReadOnlySpan<byte> message, in AttributedShape shape, OtlpLimits limits, ref SpanFindings findings)
    {
        var (position, attributes) = (0, 0);
        while (WireFormat.TryReadField(message, ref position, out var tag, out _, out var bytes))
        {
            if (tag == shape.Attributes)
            {
                attributes++;
                if (!AttributeJudge.TryJudge(bytes, limits, depth: 0, ref findings))
                {
                    return false;
                }
            }
            else if (tag == shape.FirstText || tag == shape.SecondText)
            {
                TextJudge.Judge(bytes, limits, ref findings);
            }
            else if (tag != shape.Count && tag != shape.Time && tag >> WireFormat.TagTypeBits <= shape.LastField)
            {
                return false;
            }
        }

        findings |= attributes > limits.MaxAttributes ? SpanFindings.TooManyAttributes : SpanFindings.None;
        return position == message.Length;
    }

    internal static bool TryJudgeLink(ReadOnlySpan<byte> message, OtlpLimits limits, ref SpanFindings findings)
    {
        var (position, attributes, hasTrace, hasSpan, isValid) = (0, 0, false, false, true);
        while (isValid && WireFormat.TryReadField(message, ref position, out var tag, out _, out var bytes))
        {
            switch (tag)
            {
                case OtlpTags.Link.TraceId:
                    hasTrace = bytes.Length == TraceId.Size && bytes.ContainsAnyExcept((byte)0);
                    break;
                case OtlpTags.Link.SpanId:
                    hasSpan = bytes.Length == SpanId.Size && bytes.ContainsAnyExcept((byte)0);
                    break;
                case OtlpTags.Link.TraceState:
                    TextJudge.Judge(bytes, limits, ref findings);
                    break;
                case OtlpTags.Link.Attributes:
                    attributes++;
                    isValid = AttributeJudge.TryJudge(bytes, limits, depth: 0, ref findings);
                    break;
                case OtlpTags.Link.DroppedAttributesCount or OtlpTags.Link.Flags:
                    break;
                default:
                    isValid = tag >> WireFormat.TagTypeBits > OtlpTags.Link.LastField;
                    break;
            }
        }

        findings |= hasTrace && hasSpan ? SpanFindings.None : SpanFindings.InvalidLink;
        findings |= attributes > limits.MaxAttributes ? SpanFindings.TooManyAttributes : SpanFindings.None;
        return isValid && position == message.Length;
    }

    internal static bool TryJudgeStatus(ReadOnlySpan<byte> message, OtlpLimits limits, ref SpanStatus status, ref SpanFindings findings)
    {
        var (position, isValid) = (0, true);
        while (isValid && WireFormat.TryReadField(message, ref position, out var tag, out var value, out var bytes))
        {
            switch (tag)
            {
                case OtlpTags.Status.Message:
                    TextJudge.Judge(bytes, limits, ref findings);
                    break;
                case OtlpTags.Status.Code:
                    status = (SpanStatus)(int)value;
                    break;
                default:
                    isValid = tag >> WireFormat.TagTypeBits is not (OtlpFields.Status.Message or OtlpFields.Status.Code);
                    break;
            }
        }

        return isValid && position == message.Length;
    }
}
