using System.Text;

namespace Lumen.Otlp;

/// <summary>The interpreted content of a <c>Span</c> message beside its header.</summary>
internal sealed class SpanContent
{
    private readonly List<KeyValue> _attributes = [];
    private readonly List<SpanEvent> _events = [];
    private readonly List<SpanLink> _links = [];

    internal string Name { get; private set; } = string.Empty;

    internal string StatusMessage { get; private set; } = string.Empty;

    internal string TraceState { get; private set; } = string.Empty;

    internal IReadOnlyList<KeyValue> Attributes => _attributes;

    internal IReadOnlyList<SpanEvent> Events => _events;

    internal IReadOnlyList<SpanLink> Links => _links;

    internal uint DroppedAttributesCount { get; private set; }

    internal uint DroppedEventsCount { get; private set; }

    internal uint DroppedLinksCount { get; private set; }

    internal static SpanContent Read(ReadOnlySpan<byte> span)
    {
        var content = new SpanContent();
        var reader = new ProtobufReader(span);
        while (reader.Next(out var field))
        {
            if (field.Type == WireType.LengthDelimited)
            {
                content.TakeBytes(field.Number, field.Bytes);
            }
            else if (field.Type == WireType.Varint)
            {
                content.TakeCount(field.Number, (uint)field.Value);
            }
        }

        return content;
    }

    private void TakeBytes(int number, ReadOnlySpan<byte> bytes)
    {
        switch (number)
        {
            case OtlpFields.Span.Name:
                Name = Encoding.UTF8.GetString(bytes);
                break;
            case OtlpFields.Span.TraceState:
                TraceState = Encoding.UTF8.GetString(bytes);
                break;
            case OtlpFields.Span.Attributes:
                _attributes.Add(AnyValueReader.ReadKeyValue(bytes));
                break;
            case OtlpFields.Span.Events:
                _events.Add(ReadEvent(bytes));
                break;
            case OtlpFields.Span.Links:
                _links.Add(ReadLink(bytes));
                break;
            case OtlpFields.Span.Status:
                StatusMessage = ReadStatusMessage(bytes) ?? StatusMessage;
                break;
        }
    }

    private void TakeCount(int number, uint count)
    {
        switch (number)
        {
            case OtlpFields.Span.DroppedAttributesCount:
                DroppedAttributesCount = count;
                break;
            case OtlpFields.Span.DroppedEventsCount:
                DroppedEventsCount = count;
                break;
            case OtlpFields.Span.DroppedLinksCount:
                DroppedLinksCount = count;
                break;
        }
    }

    private static string? ReadStatusMessage(ReadOnlySpan<byte> status)
    {
        string? message = null;
        var reader = new ProtobufReader(status);
        while (reader.Next(out var field))
        {
            if (field.Is(OtlpFields.Status.Message, WireType.LengthDelimited))
            {
                message = Encoding.UTF8.GetString(field.Bytes);
            }
        }

        return message;
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
}
