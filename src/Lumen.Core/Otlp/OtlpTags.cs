namespace Lumen.Otlp;

/// <summary>
/// The fields of <see cref="OtlpFields"/> as they are written on the wire: the number and the only wire type that belongs to it.
/// </summary>
internal static class OtlpTags
{
    private const uint Varint = (uint)WireType.Varint;
    private const uint Fixed64 = (uint)WireType.Fixed64;
    private const uint Delimited = (uint)WireType.LengthDelimited;
    private const uint Fixed32 = (uint)WireType.Fixed32;

    /// <summary>The element of <c>ArrayValue</c> and <c>KeyValueList</c>.</summary>
    internal const uint ListValues = (OtlpFields.ListValues << 3) | Delimited;

    /// <summary>Tags of a request.</summary>
    internal static class Request
    {
        internal const uint ResourceSpans = (OtlpFields.Request.ResourceSpans << 3) | Delimited;
    }

    /// <summary>Tags of <c>ResourceSpans</c> and <c>ScopeSpans</c>, which number their fields alike.</summary>
    internal static class Envelope
    {
        internal const uint Content = (OtlpFields.ResourceSpans.Resource << 3) | Delimited;
        internal const uint Items = (OtlpFields.ResourceSpans.ScopeSpans << 3) | Delimited;
        internal const uint SchemaUrl = (OtlpFields.ResourceSpans.SchemaUrl << 3) | Delimited;
        internal const int LastField = OtlpFields.ResourceSpans.SchemaUrl;
    }

    /// <summary>Tags of <c>Resource</c>.</summary>
    internal static class Resource
    {
        internal const uint Attributes = (OtlpFields.Resource.Attributes << 3) | Delimited;
        internal const uint DroppedAttributesCount = (OtlpFields.Resource.DroppedAttributesCount << 3) | Varint;
        internal const int LastField = OtlpFields.Resource.DroppedAttributesCount;
    }

    /// <summary>Tags of <c>InstrumentationScope</c>.</summary>
    internal static class Scope
    {
        internal const uint Name = (OtlpFields.Scope.Name << 3) | Delimited;
        internal const uint Version = (OtlpFields.Scope.Version << 3) | Delimited;
        internal const uint Attributes = (OtlpFields.Scope.Attributes << 3) | Delimited;
        internal const uint DroppedAttributesCount = (OtlpFields.Scope.DroppedAttributesCount << 3) | Varint;
        internal const int LastField = OtlpFields.Scope.DroppedAttributesCount;
    }

    /// <summary>Tags of <c>Span</c>.</summary>
    internal static class Span
    {
        internal const uint TraceId = (OtlpFields.Span.TraceId << 3) | Delimited;
        internal const uint SpanId = (OtlpFields.Span.SpanId << 3) | Delimited;
        internal const uint TraceState = (OtlpFields.Span.TraceState << 3) | Delimited;
        internal const uint ParentSpanId = (OtlpFields.Span.ParentSpanId << 3) | Delimited;
        internal const uint Name = (OtlpFields.Span.Name << 3) | Delimited;
        internal const uint Kind = (OtlpFields.Span.Kind << 3) | Varint;
        internal const uint StartTimeUnixNano = (OtlpFields.Span.StartTimeUnixNano << 3) | Fixed64;
        internal const uint EndTimeUnixNano = (OtlpFields.Span.EndTimeUnixNano << 3) | Fixed64;
        internal const uint Attributes = (OtlpFields.Span.Attributes << 3) | Delimited;
        internal const uint DroppedAttributesCount = (OtlpFields.Span.DroppedAttributesCount << 3) | Varint;
        internal const uint Events = (OtlpFields.Span.Events << 3) | Delimited;
        internal const uint DroppedEventsCount = (OtlpFields.Span.DroppedEventsCount << 3) | Varint;
        internal const uint Links = (OtlpFields.Span.Links << 3) | Delimited;
        internal const uint DroppedLinksCount = (OtlpFields.Span.DroppedLinksCount << 3) | Varint;
        internal const uint Status = (OtlpFields.Span.Status << 3) | Delimited;
        internal const uint Flags = (OtlpFields.Span.Flags << 3) | Fixed32;
        internal const int LastField = OtlpFields.Span.Flags;
    }

    /// <summary>Tags of <c>Span.Event</c>.</summary>
    internal static class Event
    {
        internal const uint TimeUnixNano = (OtlpFields.Event.TimeUnixNano << 3) | Fixed64;
        internal const uint Name = (OtlpFields.Event.Name << 3) | Delimited;
        internal const uint Attributes = (OtlpFields.Event.Attributes << 3) | Delimited;
        internal const uint DroppedAttributesCount = (OtlpFields.Event.DroppedAttributesCount << 3) | Varint;
        internal const int LastField = OtlpFields.Event.DroppedAttributesCount;
    }

    /// <summary>Tags of <c>Span.Link</c>.</summary>
    internal static class Link
    {
        internal const uint TraceId = (OtlpFields.Link.TraceId << 3) | Delimited;
        internal const uint SpanId = (OtlpFields.Link.SpanId << 3) | Delimited;
        internal const uint TraceState = (OtlpFields.Link.TraceState << 3) | Delimited;
        internal const uint Attributes = (OtlpFields.Link.Attributes << 3) | Delimited;
        internal const uint DroppedAttributesCount = (OtlpFields.Link.DroppedAttributesCount << 3) | Varint;
        internal const uint Flags = (OtlpFields.Link.Flags << 3) | Fixed32;
        internal const int LastField = OtlpFields.Link.Flags;
    }

    /// <summary>Tags of <c>Status</c>.</summary>
    internal static class Status
    {
        internal const uint Message = (OtlpFields.Status.Message << 3) | Delimited;
        internal const uint Code = (OtlpFields.Status.Code << 3) | Varint;
    }

    /// <summary>Tags of <c>KeyValue</c>.</summary>
    internal static class KeyValue
    {
        internal const uint Key = (OtlpFields.KeyValue.Key << 3) | Delimited;
        internal const uint Value = (OtlpFields.KeyValue.Value << 3) | Delimited;
        internal const int LastField = OtlpFields.KeyValue.Value;
    }

    /// <summary>Tags of <c>AnyValue</c>.</summary>
    internal static class AnyValue
    {
        internal const uint String = (OtlpFields.AnyValue.String << 3) | Delimited;
        internal const uint Bool = (OtlpFields.AnyValue.Bool << 3) | Varint;
        internal const uint Int = (OtlpFields.AnyValue.Int << 3) | Varint;
        internal const uint Double = (OtlpFields.AnyValue.Double << 3) | Fixed64;
        internal const uint Array = (OtlpFields.AnyValue.Array << 3) | Delimited;
        internal const uint KeyValueList = (OtlpFields.AnyValue.KeyValueList << 3) | Delimited;
        internal const uint Bytes = (OtlpFields.AnyValue.Bytes << 3) | Delimited;
        internal const int LastField = OtlpFields.AnyValue.Bytes;
    }
}
