using Lumen.Otlp;

namespace Lumen.Storage.Embedded.Columns;

/// <summary>The first bytes of the fields that columns know, all of them tags of one byte.</summary>
internal static class SpanTags
{
    internal const byte TraceId = (OtlpFields.Span.TraceId << 3) | (byte)WireType.LengthDelimited;
    internal const byte SpanId = (OtlpFields.Span.SpanId << 3) | (byte)WireType.LengthDelimited;
    internal const byte ParentSpanId = (OtlpFields.Span.ParentSpanId << 3) | (byte)WireType.LengthDelimited;
    internal const byte Name = (OtlpFields.Span.Name << 3) | (byte)WireType.LengthDelimited;
    internal const byte Start = (OtlpFields.Span.StartTimeUnixNano << 3) | (byte)WireType.Fixed64;
    internal const byte End = (OtlpFields.Span.EndTimeUnixNano << 3) | (byte)WireType.Fixed64;
    internal const byte Attribute = (OtlpFields.Span.Attributes << 3) | (byte)WireType.LengthDelimited;
    internal const byte Event = (OtlpFields.Span.Events << 3) | (byte)WireType.LengthDelimited;
    internal const byte Link = (OtlpFields.Span.Links << 3) | (byte)WireType.LengthDelimited;
    internal const byte EventTime = (OtlpFields.Event.TimeUnixNano << 3) | (byte)WireType.Fixed64;
    internal const byte LinkTraceId = (OtlpFields.Link.TraceId << 3) | (byte)WireType.LengthDelimited;
    internal const byte LinkSpanId = (OtlpFields.Link.SpanId << 3) | (byte)WireType.LengthDelimited;
    internal const byte Key = (OtlpFields.KeyValue.Key << 3) | (byte)WireType.LengthDelimited;
    internal const byte Value = (OtlpFields.KeyValue.Value << 3) | (byte)WireType.LengthDelimited;

    private const byte EventAttribute = (OtlpFields.Event.Attributes << 3) | (byte)WireType.LengthDelimited;
    private const byte LinkAttribute = (OtlpFields.Link.Attributes << 3) | (byte)WireType.LengthDelimited;

    /// <summary>The tag of an attribute of a level.</summary>
    internal static byte AttributeOf(SpanLevel level) => level switch
    {
        SpanLevel.Span => Attribute,
        SpanLevel.Event => EventAttribute,
        _ => LinkAttribute,
    };

    /// <summary>The tag of the message that a level is.</summary>
    internal static byte MessageOf(SpanLevel level) => level == SpanLevel.Event ? Event : Link;
}
