using System.Text;

namespace Lumen.Otlp;

/// <summary>
/// The lists of a <c>Span</c> message, each read on its own: who asks for the links of a hundred thousand spans need not have their
/// attributes interpreted.
/// </summary>
internal static class SpanLists
{
    internal static IReadOnlyList<KeyValue> ReadAttributes(ReadOnlySpan<byte> span) =>
        Read(span, OtlpFields.Span.Attributes, static message => AnyValueReader.ReadKeyValue(message));

    internal static IReadOnlyList<SpanEvent> ReadEvents(ReadOnlySpan<byte> span) => Read(span, OtlpFields.Span.Events, ReadEvent);

    internal static IReadOnlyList<SpanLink> ReadLinks(ReadOnlySpan<byte> span) => Read(span, OtlpFields.Span.Links, ReadLink);

    /// <summary>The times of the events alone.</summary>
    internal static IReadOnlyList<ulong> ReadEventTimes(ReadOnlySpan<byte> span) => Read(span, OtlpFields.Span.Events, ReadEventTime);

    /// <summary>The spans that links refer to, without the rest of the links.</summary>
    internal static IReadOnlyList<(TraceId TraceId, SpanId SpanId)> ReadLinkTargets(ReadOnlySpan<byte> span) =>
        Read(span, OtlpFields.Span.Links, ReadLinkTarget);

    private static T[] Read<T>(ReadOnlySpan<byte> span, int number, ItemReader<T> readItem)
    {
        List<T>? items = null;
        var reader = new ProtobufReader(span);
        while (reader.Next(out var field))
        {
            if (field.Is(number, WireType.LengthDelimited))
            {
                (items ??= []).Add(readItem(field.Bytes));
            }
        }

        return items is null ? [] : [.. items];
    }

    private static SpanEvent ReadEvent(ReadOnlySpan<byte> message)
    {
        var attributes = new List<KeyValue>();
        var (time, name, dropped) = (0UL, string.Empty, 0U);
        var reader = new ProtobufReader(message);
        while (reader.Next(out var field))
        {
            switch (field.Number)
            {
                case OtlpFields.Event.TimeUnixNano when field.Type == WireType.Fixed64:
                    time = field.Value;
                    break;
                case OtlpFields.Event.Name when field.Type == WireType.LengthDelimited:
                    name = Encoding.UTF8.GetString(field.Bytes);
                    break;
                case OtlpFields.Event.Attributes when field.Type == WireType.LengthDelimited:
                    attributes.Add(AnyValueReader.ReadKeyValue(field.Bytes));
                    break;
                case OtlpFields.Event.DroppedAttributesCount when field.Type == WireType.Varint:
                    dropped = (uint)field.Value;
                    break;
            }
        }

        return new SpanEvent(time, name, attributes, dropped);
    }

    private static ulong ReadEventTime(ReadOnlySpan<byte> message)
    {
        var time = 0UL;
        var reader = new ProtobufReader(message);
        while (reader.Next(out var field))
        {
            time = field.Is(OtlpFields.Event.TimeUnixNano, WireType.Fixed64) ? field.Value : time;
        }

        return time;
    }

    private static (TraceId TraceId, SpanId SpanId) ReadLinkTarget(ReadOnlySpan<byte> message)
    {
        var (trace, span) = (default(TraceId), default(SpanId));
        var reader = new ProtobufReader(message);
        while (reader.Next(out var field))
        {
            if (field.Number == OtlpFields.Link.TraceId && field.Bytes.Length == TraceId.Size)
            {
                trace = TraceId.FromBytes(field.Bytes);
            }
            else if (field.Number == OtlpFields.Link.SpanId && field.Bytes.Length == SpanId.Size)
            {
                span = SpanId.FromBytes(field.Bytes);
            }
        }

        return (trace, span);
    }

    private static SpanLink ReadLink(ReadOnlySpan<byte> message)
    {
        var attributes = new List<KeyValue>();
        var (trace, span, state, dropped, flags) = (default(TraceId), default(SpanId), string.Empty, 0U, 0U);
        var reader = new ProtobufReader(message);
        while (reader.Next(out var field))
        {
            switch (field.Number)
            {
                case OtlpFields.Link.TraceId when field.Bytes.Length == TraceId.Size:
                    trace = TraceId.FromBytes(field.Bytes);
                    break;
                case OtlpFields.Link.SpanId when field.Bytes.Length == SpanId.Size:
                    span = SpanId.FromBytes(field.Bytes);
                    break;
                case OtlpFields.Link.TraceState when field.Type == WireType.LengthDelimited:
                    state = Encoding.UTF8.GetString(field.Bytes);
                    break;
                case OtlpFields.Link.Attributes when field.Type == WireType.LengthDelimited:
                    attributes.Add(AnyValueReader.ReadKeyValue(field.Bytes));
                    break;
                case OtlpFields.Link.DroppedAttributesCount when field.Type == WireType.Varint:
                    dropped = (uint)field.Value;
                    break;
                case OtlpFields.Link.Flags when field.Type == WireType.Fixed32:
                    flags = (uint)field.Value;
                    break;
            }
        }

        return new SpanLink(trace, span, state, attributes, dropped, flags);
    }

    private delegate T ItemReader<out T>(ReadOnlySpan<byte> message);
}
