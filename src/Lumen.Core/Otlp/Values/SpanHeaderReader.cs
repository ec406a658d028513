namespace Lumen.Otlp;

/// <summary>
/// Reads the header of a <c>Span</c> message, over attributes, events and links by their length alone: for bytes that ingestion has
/// judged already. An id of a wrong length reads as zero.
/// </summary>
public static class SpanHeaderReader
{
    /// <summary>Reads what a header holds, without offset, length and the numbers that only a batch gives.</summary>
    /// <param name="span">The bytes of a <c>Span</c> message.</param>
    /// <param name="header">The header.</param>
    /// <param name="name">Where the span's name is in <paramref name="span"/>.</param>
    /// <returns>False if the bytes are not a message.</returns>
    public static bool TryRead(ReadOnlySpan<byte> span, out SpanHeader header, out PayloadRange name)
    {
        var (trace, id, parent) = (default(TraceId), default(SpanId), default(SpanId));
        var (start, end, flags, kind, status) = (0UL, 0UL, 0U, SpanKind.Unspecified, SpanStatus.Unset);
        name = default;
        var reader = new ProtobufReader(span);
        while (reader.Next(out var field))
        {
            switch (field.Number)
            {
                case OtlpFields.Span.TraceId when field.Bytes.Length == TraceId.Size:
                    trace = TraceId.FromBytes(field.Bytes);
                    break;
                case OtlpFields.Span.SpanId when field.Bytes.Length == SpanId.Size:
                    id = SpanId.FromBytes(field.Bytes);
                    break;
                case OtlpFields.Span.ParentSpanId when field.Bytes.Length == SpanId.Size:
                    parent = SpanId.FromBytes(field.Bytes);
                    break;
                case OtlpFields.Span.Name when field.Type == WireType.LengthDelimited:
                    name = new PayloadRange(field.ValueStart, field.Bytes.Length);
                    break;
                case OtlpFields.Span.Kind when field.Type == WireType.Varint:
                    kind = (SpanKind)(int)field.Value;
                    break;
                case OtlpFields.Span.StartTimeUnixNano when field.Type == WireType.Fixed64:
                    start = field.Value;
                    break;
                case OtlpFields.Span.EndTimeUnixNano when field.Type == WireType.Fixed64:
                    end = field.Value;
                    break;
                case OtlpFields.Span.Status when field.Type == WireType.LengthDelimited:
                    status = ReadStatus(field.Bytes, status);
                    break;
                case OtlpFields.Span.Flags when field.Type == WireType.Fixed32:
                    flags = (uint)field.Value;
                    break;
            }
        }

        header = new SpanHeader
        {
            TraceId = trace, SpanId = id, ParentSpanId = parent, StartUnixNano = start, EndUnixNano = end,
            Length = span.Length, Flags = flags, Kind = kind, Status = status,
        };
        return !reader.IsMalformed;
    }

    /// <summary>The code of a <c>Status</c> message, or what an earlier one of the same span said.</summary>
    internal static SpanStatus ReadStatus(ReadOnlySpan<byte> message, SpanStatus earlier)
    {
        var status = earlier;
        var reader = new ProtobufReader(message);
        while (reader.Next(out var field))
        {
            if (field.Is(OtlpFields.Status.Code, WireType.Varint))
            {
                status = (SpanStatus)(int)field.Value;
            }
        }

        return status;
    }
}
