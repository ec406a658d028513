namespace Lumen.Otlp;

/// <summary>
/// Reads the header of a <c>Span</c> message, over attributes, events and links by their length alone: for bytes that ingestion has
/// judged already. An id of a wrong length reads as zero, a field with a wire type of another is passed over. Thread-safe.
/// </summary>
public static class SpanHeaderReader
{
    /// <summary>Reads what a header holds, without offset and the numbers that only a batch gives. O(n) in the fields.</summary>
    /// <param name="span">The bytes of a <c>Span</c> message.</param>
    /// <param name="header">The header.</param>
    /// <param name="name">Where the span's name is in <paramref name="span"/>.</param>
    /// <returns>False if the bytes are not a message.</returns>
    public static bool TryRead(ReadOnlySpan<byte> span, out SpanHeader header, out PayloadRange name)
    {
        var (trace, id, parent) = (default(TraceId), default(SpanId), default(SpanId));
        var (start, end, flags, kind, status) = (0UL, 0UL, 0U, SpanKind.Unspecified, SpanStatus.Unset);
        var position = 0;
        name = default;
        while (WireFormat.TryReadField(span, ref position, out var tag, out var value, out var bytes))
        {
            switch (tag)
            {
                case OtlpTags.Span.TraceId:
                    trace = bytes.Length == TraceId.Size ? TraceId.FromBytes(bytes) : default;
                    break;
                case OtlpTags.Span.SpanId:
                    id = bytes.Length == SpanId.Size ? SpanId.FromBytes(bytes) : default;
                    break;
                case OtlpTags.Span.ParentSpanId:
                    parent = bytes.Length == SpanId.Size ? SpanId.FromBytes(bytes) : default;
                    break;
                case OtlpTags.Span.Name:
                    name = new PayloadRange(position - bytes.Length, bytes.Length);
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
                case OtlpTags.Span.Status:
                    status = ReadStatus(bytes, status);
                    break;
                case OtlpTags.Span.Flags:
                    flags = (uint)value;
                    break;
            }
        }

        header = new SpanHeader
        {
            TraceId = trace, SpanId = id, ParentSpanId = parent, StartUnixNano = start, EndUnixNano = end,
            Length = span.Length, Flags = flags, Kind = kind, Status = status,
        };
        return position == span.Length;
    }

    /// <summary>The code of a <c>Status</c> message, or what an earlier one of the same span said.</summary>
    private static SpanStatus ReadStatus(ReadOnlySpan<byte> message, SpanStatus earlier)
    {
        var (status, position) = (earlier, 0);
        while (WireFormat.TryReadField(message, ref position, out var tag, out var value, out _))
        {
            status = tag == OtlpTags.Status.Code ? (SpanStatus)(int)value : status;
        }

        return status;
    }
}
