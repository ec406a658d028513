namespace Lumen.Otlp;

/// <summary>Judges the messages around attributes: resource, scope, event, link and status. False means malformed.</summary>
internal static class EnvelopeJudge
{
    internal static bool TryJudge(ReadOnlySpan<byte> message, bool isResource, OtlpLimits limits, ref SpanFindings findings)
    {
        var attributesField = isResource ? OtlpFields.Resource.Attributes : OtlpFields.Scope.Attributes;
        var attributes = 0;
        var reader = new ProtobufReader(message);
        while (reader.Next(out var field))
        {
            if (field.Number == attributesField)
            {
                attributes++;
                if (field.Type != WireType.LengthDelimited || !AttributeJudge.TryJudge(field.Bytes, limits, depth: 0, ref findings))
                {
                    return false;
                }
            }
            else if (!isResource && field.Number is (OtlpFields.Scope.Name or OtlpFields.Scope.Version))
            {
                if (field.Type != WireType.LengthDelimited)
                {
                    return false;
                }

                AttributeJudge.JudgeText(field.Bytes, limits, ref findings);
            }
        }

        findings |= attributes > limits.MaxAttributes ? SpanFindings.TooManyAttributes : SpanFindings.None;
        return !reader.IsMalformed;
    }

    internal static bool TryJudgeEvent(ReadOnlySpan<byte> message, OtlpLimits limits, ref SpanFindings findings)
    {
        var (attributes, valid) = (0, true);
        var reader = new ProtobufReader(message);
        while (valid && reader.Next(out var field))
        {
            switch (field.Number)
            {
                case OtlpFields.Event.TimeUnixNano:
                    valid = field.Type == WireType.Fixed64;
                    break;
                case OtlpFields.Event.Name:
                    valid = field.Type == WireType.LengthDelimited;
                    AttributeJudge.JudgeText(field.Bytes, limits, ref findings);
                    break;
                case OtlpFields.Event.Attributes:
                    attributes++;
                    valid = field.Type == WireType.LengthDelimited && AttributeJudge.TryJudge(field.Bytes, limits, depth: 0, ref findings);
                    break;
            }
        }

        findings |= attributes > limits.MaxAttributes ? SpanFindings.TooManyAttributes : SpanFindings.None;
        return valid && !reader.IsMalformed;
    }

    internal static bool TryJudgeLink(ReadOnlySpan<byte> message, OtlpLimits limits, ref SpanFindings findings)
    {
        var (attributes, valid, hasTrace, hasSpan) = (0, true, false, false);
        var reader = new ProtobufReader(message);
        while (valid && reader.Next(out var field))
        {
            switch (field.Number)
            {
                case OtlpFields.Link.TraceId:
                    valid = field.Type == WireType.LengthDelimited;
                    hasTrace = field.Bytes.Length == TraceId.Size && !TraceId.FromBytes(field.Bytes).IsZero;
                    break;
                case OtlpFields.Link.SpanId:
                    valid = field.Type == WireType.LengthDelimited;
                    hasSpan = field.Bytes.Length == SpanId.Size && !SpanId.FromBytes(field.Bytes).IsZero;
                    break;
                case OtlpFields.Link.TraceState:
                    valid = field.Type == WireType.LengthDelimited;
                    AttributeJudge.JudgeText(field.Bytes, limits, ref findings);
                    break;
                case OtlpFields.Link.Attributes:
                    attributes++;
                    valid = field.Type == WireType.LengthDelimited && AttributeJudge.TryJudge(field.Bytes, limits, depth: 0, ref findings);
                    break;
                case OtlpFields.Link.Flags:
                    valid = field.Type == WireType.Fixed32;
                    break;
            }
        }

        findings |= hasTrace && hasSpan ? SpanFindings.None : SpanFindings.InvalidLink;
        findings |= attributes > limits.MaxAttributes ? SpanFindings.TooManyAttributes : SpanFindings.None;
        return valid && !reader.IsMalformed;
    }

    internal static bool TryJudgeStatus(ReadOnlySpan<byte> message, OtlpLimits limits, ref SpanStatus status, ref SpanFindings findings)
    {
        var valid = true;
        var reader = new ProtobufReader(message);
        while (valid && reader.Next(out var field))
        {
            switch (field.Number)
            {
                case OtlpFields.Status.Message:
                    valid = field.Type == WireType.LengthDelimited;
                    AttributeJudge.JudgeText(field.Bytes, limits, ref findings);
                    break;
                case OtlpFields.Status.Code:
                    valid = field.Type == WireType.Varint;
                    status = (SpanStatus)(int)field.Value;
                    break;
            }
        }

        return valid && !reader.IsMalformed;
    }
}
