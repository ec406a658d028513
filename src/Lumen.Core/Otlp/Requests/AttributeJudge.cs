using System.Text.Unicode;

namespace Lumen.Otlp;

/// <summary>Judges attributes without interpreting them: UTF-8, length and depth. False means malformed.</summary>
internal static class AttributeJudge
{
    internal static void JudgeText(ReadOnlySpan<byte> text, OtlpLimits limits, ref SpanFindings findings)
    {
        if (text.Length > limits.MaxValueBytes && limits.JudgeSpans)
        {
            findings |= SpanFindings.ValueTooLong;
        }

        if (limits.JudgeSpans && !Utf8.IsValid(text))
        {
            findings |= SpanFindings.InvalidUtf8;
        }
    }

    internal static bool TryJudge(ReadOnlySpan<byte> keyValue, OtlpLimits limits, int depth, ref SpanFindings findings)
    {
        var valid = true;
        var reader = new ProtobufReader(keyValue);
        while (valid && reader.Next(out var field))
        {
            if (field.Number == OtlpFields.KeyValue.Key)
            {
                valid = field.Type == WireType.LengthDelimited;
                JudgeText(field.Bytes, limits, ref findings);
            }
            else if (field.Number == OtlpFields.KeyValue.Value)
            {
                valid = field.Type == WireType.LengthDelimited && TryJudgeValue(field.Bytes, limits, depth, ref findings);
            }
        }

        return valid && !reader.IsMalformed;
    }

    private static bool TryJudgeValue(ReadOnlySpan<byte> anyValue, OtlpLimits limits, int depth, ref SpanFindings findings)
    {
        var valid = true;
        var reader = new ProtobufReader(anyValue);
        while (valid && reader.Next(out var field))
        {
            switch (field.Number)
            {
                case OtlpFields.AnyValue.String:
                    valid = field.Type == WireType.LengthDelimited;
                    JudgeText(field.Bytes, limits, ref findings);
                    break;
                case OtlpFields.AnyValue.Bytes:
                    valid = field.Type == WireType.LengthDelimited;
                    findings |= field.Bytes.Length > limits.MaxValueBytes ? SpanFindings.ValueTooLong : SpanFindings.None;
                    break;
                case OtlpFields.AnyValue.Bool or OtlpFields.AnyValue.Int:
                    valid = field.Type == WireType.Varint;
                    break;
                case OtlpFields.AnyValue.Double:
                    valid = field.Type == WireType.Fixed64;
                    break;
                case OtlpFields.AnyValue.Array or OtlpFields.AnyValue.KeyValueList:
                    valid = field.Type == WireType.LengthDelimited
                        && TryJudgeElements(field.Bytes, field.Number == OtlpFields.AnyValue.Array, limits, depth + 1, ref findings);
                    break;
            }
        }

        return valid && !reader.IsMalformed;
    }

    private static bool TryJudgeElements(ReadOnlySpan<byte> list, bool isArray, OtlpLimits limits, int depth, ref SpanFindings findings)
    {
        if (depth > limits.MaxDepth)
        {
            // Not looked into any further: what lies here is emptied before the span is stored.
            findings |= SpanFindings.TooDeep;
            return true;
        }

        var valid = true;
        var reader = new ProtobufReader(list);
        while (valid && reader.Next(out var field))
        {
            if (field.Number == OtlpFields.ListValues)
            {
                valid = field.Type == WireType.LengthDelimited
                    && (isArray ? TryJudgeValue(field.Bytes, limits, depth, ref findings) : TryJudge(field.Bytes, limits, depth, ref findings));
            }
        }

        return valid && !reader.IsMalformed;
    }
}
