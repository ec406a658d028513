using Google.Protobuf;
using Oracle = Lumen.TestKit.Oracle;

namespace Lumen.Core.Tests.Otlp;

/// <summary>
/// What Lumen read, as messages of the generated classes, so that both readings of the same bytes can be compared as a whole.
/// </summary>
internal static class OracleOf
{
    internal static Oracle.Span Span(Span span)
    {
        var message = new Oracle.Span
        {
            TraceId = Id(span.TraceId),
            SpanId = Id(span.Id),
            ParentSpanId = span.ParentId.IsZero ? ByteString.Empty : Id(span.ParentId),
            TraceState = span.TraceState,
            Name = span.Name,
            Kind = (Oracle.Span.Types.SpanKind)span.Kind,
            StartTimeUnixNano = span.StartUnixNano,
            EndTimeUnixNano = span.EndUnixNano,
            Flags = span.Flags,
            DroppedAttributesCount = span.DroppedAttributesCount,
            DroppedEventsCount = span.DroppedEventsCount,
            DroppedLinksCount = span.DroppedLinksCount,
        };
        message.Attributes.Add(span.Attributes.Select(Attribute));
        message.Events.Add(span.Events.Select(Event));
        message.Links.Add(span.Links.Select(Link));
        if (span.Status != SpanStatus.Unset || span.StatusMessage.Length > 0)
        {
            message.Status = new Oracle.Status { Code = (Oracle.Status.Types.StatusCode)span.Status, Message = span.StatusMessage };
        }

        return message;
    }

    internal static Oracle.Resource Resource(Resource resource)
    {
        var message = new Oracle.Resource { DroppedAttributesCount = resource.DroppedAttributesCount };
        message.Attributes.Add(resource.Attributes.Select(Attribute));
        return message;
    }

    internal static Oracle.InstrumentationScope Scope(Scope scope)
    {
        var message = new Oracle.InstrumentationScope
        {
            Name = scope.Name, Version = scope.Version, DroppedAttributesCount = scope.DroppedAttributesCount,
        };
        message.Attributes.Add(scope.Attributes.Select(Attribute));
        return message;
    }

    private static Oracle.KeyValue Attribute(KeyValue attribute) => new() { Key = attribute.Key, Value = Value(attribute.Value) };

    private static Oracle.AnyValue Value(AnyValue value)
    {
        switch (value.Kind)
        {
            case AnyValueKind.String:
                return new() { StringValue = value.AsString };
            case AnyValueKind.Bool:
                return new() { BoolValue = value.AsBool!.Value };
            case AnyValueKind.Int:
                return new() { IntValue = value.AsInt!.Value };
            case AnyValueKind.Double:
                return new() { DoubleValue = value.AsDouble!.Value };
            case AnyValueKind.Bytes:
                return new() { BytesValue = ByteString.CopyFrom(value.AsBytes!.Value.Span) };
            case AnyValueKind.Array:
                var array = new Oracle.ArrayValue();
                array.Values.Add(value.AsArray!.Select(Value));
                return new() { ArrayValue = array };
            case AnyValueKind.KeyValueList:
                var list = new Oracle.KeyValueList();
                list.Values.Add(value.AsKeyValueList!.Select(Attribute));
                return new() { KvlistValue = list };
            default:
                return new();
        }
    }

    private static Oracle.Span.Types.Event Event(SpanEvent item)
    {
        var message = new Oracle.Span.Types.Event
        {
            TimeUnixNano = item.TimeUnixNano, Name = item.Name, DroppedAttributesCount = item.DroppedAttributesCount,
        };
        message.Attributes.Add(item.Attributes.Select(Attribute));
        return message;
    }

    private static Oracle.Span.Types.Link Link(SpanLink link)
    {
        var message = new Oracle.Span.Types.Link
        {
            TraceId = Id(link.TraceId), SpanId = Id(link.SpanId), TraceState = link.TraceState, Flags = link.Flags,
            DroppedAttributesCount = link.DroppedAttributesCount,
        };
        message.Attributes.Add(link.Attributes.Select(Attribute));
        return message;
    }

    private static ByteString Id(TraceId id)
    {
        var bytes = new byte[TraceId.Size];
        id.CopyTo(bytes);
        return UnsafeByteOperations.UnsafeWrap(bytes);
    }

    private static ByteString Id(SpanId id)
    {
        var bytes = new byte[SpanId.Size];
        id.CopyTo(bytes);
        return UnsafeByteOperations.UnsafeWrap(bytes);
    }
}
