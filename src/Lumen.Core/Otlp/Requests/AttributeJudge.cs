using System.Runtime.CompilerServices;
using System.Text;

namespace Lumen.Otlp;

/// <summary>Judges attributes without interpreting them: UTF-8, length and depth. False means malformed.</summary>
internal static class AttributeJudge
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool TryJudge(ReadOnlySpan<byte> keyValue, OtlpLimits limits, int depth, ref SpanFindings findings) =>
        IsPlain(keyValue, limits) || TryJudgeFields(keyValue, limits, depth, ref findings);

    /// <summary>
    /// Whether an attribute is what most are, and nothing is wrong with it: an ASCII key and a number or an ASCII text, each once, in
    /// this order, with lengths of one byte. Anything else is false, and judged field by field.
    /// </summary>
    private static bool IsPlain(ReadOnlySpan<byte> keyValue, OtlpLimits limits)
    {
        const int LongestShort = 127;
        if (limits.MaxValueBytes < LongestShort
            || keyValue.Length < 4 || keyValue[0] != OtlpTags.KeyValue.Key || keyValue[1] > LongestShort)
        {
            return false;
        }

        var value = 2 + keyValue[1];
        var rest = keyValue.Length - value - 2;
        if (rest is < 2 or > LongestShort || keyValue[value] != OtlpTags.KeyValue.Value || keyValue[value + 1] != rest)
        {
            return false;
        }

        return (uint)keyValue[value + 2] switch
        {
            OtlpTags.AnyValue.String => keyValue[value + 3] == rest - 2 && Ascii.IsValid(keyValue[2..]),
            OtlpTags.AnyValue.Bool or OtlpTags.AnyValue.Int =>
                keyValue[^1] < 0x80 && (rest == 2 || (rest == 3 && keyValue[^2] >= 0x80)) && Ascii.IsValid(keyValue[2..value]),
            OtlpTags.AnyValue.Double => rest == 1 + sizeof(double) && Ascii.IsValid(keyValue[2..value]),
            _ => false,
        };
    }

    private static bool TryJudgeFields(ReadOnlySpan<byte> keyValue, OtlpLimits limits, int depth, ref SpanFindings findings)
    {
        var (position, hasValue) = (0, false);
        while (WireFormat.TryReadField(keyValue, ref position, out var tag, out _, out var bytes))
        {
            switch (tag)
            {
                case OtlpTags.KeyValue.Key:
                    TextJudge.Judge(bytes, limits, ref findings);
                    break;
                case OtlpTags.KeyValue.Value:
                    if (hasValue)
                    {
                        findings |= SpanFindings.RepeatedMessage;
                    }

                    hasValue = true;
                    if (!TryJudgeValue(bytes, limits, depth, ref findings))
                    {
                        return false;
                    }

                    break;
                default:
                    if (tag >> WireFormat.TagTypeBits <= OtlpTags.KeyValue.LastField)
                    {
                        return false;
                    }

                    break;
            }
        }

        return position == keyValue.Length;
    }

    private static bool TryJudgeValue(ReadOnlySpan<byte> anyValue, OtlpLimits limits, int depth, ref SpanFindings findings)
    {
        var (position, hasList) = (0, false);
        while (WireFormat.TryReadField(anyValue, ref position, out var tag, out _, out var bytes))
        {
            switch (tag)
            {
                case OtlpTags.AnyValue.String:
                    TextJudge.Judge(bytes, limits, ref findings);
                    break;
                case OtlpTags.AnyValue.Bool or OtlpTags.AnyValue.Int or OtlpTags.AnyValue.Double:
                    break;
                case OtlpTags.AnyValue.Bytes:
                    if (bytes.Length > limits.MaxValueBytes)
                    {
                        findings |= SpanFindings.ValueTooLong;
                    }

                    break;
                case OtlpTags.AnyValue.Array or OtlpTags.AnyValue.KeyValueList:
                    if (hasList)
                    {
                        findings |= SpanFindings.RepeatedMessage;
                    }

                    hasList = true;
                    if (!TryJudgeElements(bytes, tag == OtlpTags.AnyValue.Array, limits, depth + 1, ref findings))
                    {
                        return false;
                    }

                    break;
                default:
                    if (tag >> WireFormat.TagTypeBits <= OtlpTags.AnyValue.LastField)
                    {
                        return false;
                    }

                    break;
            }
        }

        return position == anyValue.Length;
    }

    private static bool TryJudgeElements(ReadOnlySpan<byte> list, bool isArray, OtlpLimits limits, int depth, ref SpanFindings findings)
    {
        if (depth > limits.MaxDepth)
        {
            // Not looked into any further: what lies here is emptied before the span is stored.
            findings |= SpanFindings.TooDeep;
            return true;
        }

        var position = 0;
        while (WireFormat.TryReadField(list, ref position, out var tag, out _, out var bytes))
        {
            if (tag == OtlpTags.ListValues)
            {
                if (!(isArray ? TryJudgeValue(bytes, limits, depth, ref findings) : TryJudge(bytes, limits, depth, ref findings)))
                {
                    return false;
                }
            }
            else if (tag >> WireFormat.TagTypeBits == OtlpFields.ListValues)
            {
                return false;
            }
        }

        return position == list.Length;
    }
}
