namespace Lumen.Otlp;

/// <summary>The field numbers of OTLP's trace messages (opentelemetry-proto 1.11: trace.proto, common.proto, resource.proto).</summary>
public static class OtlpFields
{
    /// <summary>Fields of <c>ExportTraceServiceRequest</c>, and of <c>TracesData</c>, which is the same on the wire.</summary>
    public static class Request
    {
        /// <summary>Repeated <c>ResourceSpans</c>.</summary>
        public const int ResourceSpans = 1;
    }

    /// <summary>Fields of <c>ResourceSpans</c>.</summary>
    public static class ResourceSpans
    {
        /// <summary>The <c>Resource</c>.</summary>
        public const int Resource = 1;

        /// <summary>Repeated <c>ScopeSpans</c>.</summary>
        public const int ScopeSpans = 2;

        /// <summary>Schema of the resource, a string.</summary>
        public const int SchemaUrl = 3;
    }

    /// <summary>Fields of <c>ScopeSpans</c>.</summary>
    public static class ScopeSpans
    {
        /// <summary>The <c>InstrumentationScope</c>.</summary>
        public const int Scope = 1;

        /// <summary>Repeated <c>Span</c>.</summary>
        public const int Spans = 2;

        /// <summary>Schema of the spans, a string.</summary>
        public const int SchemaUrl = 3;
    }

    /// <summary>Fields of <c>Resource</c>.</summary>
    public static class Resource
    {
        /// <summary>Repeated <c>KeyValue</c>.</summary>
        public const int Attributes = 1;

        /// <summary>uint32.</summary>
        public const int DroppedAttributesCount = 2;
    }

    /// <summary>Fields of <c>InstrumentationScope</c>.</summary>
    public static class Scope
    {
        /// <summary>A string.</summary>
        public const int Name = 1;

        /// <summary>A string.</summary>
        public const int Version = 2;

        /// <summary>Repeated <c>KeyValue</c>.</summary>
        public const int Attributes = 3;

        /// <summary>uint32.</summary>
        public const int DroppedAttributesCount = 4;
    }

    /// <summary>Fields of <c>Span</c>.</summary>
    public static class Span
    {
        /// <summary>16 bytes.</summary>
        public const int TraceId = 1;

        /// <summary>8 bytes.</summary>
        public const int SpanId = 2;

        /// <summary>A string.</summary>
        public const int TraceState = 3;

        /// <summary>8 bytes, or none.</summary>
        public const int ParentSpanId = 4;

        /// <summary>A string.</summary>
        public const int Name = 5;

        /// <summary>An enum.</summary>
        public const int Kind = 6;

        /// <summary>fixed64.</summary>
        public const int StartTimeUnixNano = 7;

        /// <summary>fixed64.</summary>
        public const int EndTimeUnixNano = 8;

        /// <summary>Repeated <c>KeyValue</c>.</summary>
        public const int Attributes = 9;

        /// <summary>uint32.</summary>
        public const int DroppedAttributesCount = 10;

        /// <summary>Repeated <c>Event</c>.</summary>
        public const int Events = 11;

        /// <summary>uint32.</summary>
        public const int DroppedEventsCount = 12;

        /// <summary>Repeated <c>Link</c>.</summary>
        public const int Links = 13;

        /// <summary>uint32.</summary>
        public const int DroppedLinksCount = 14;

        /// <summary>The <c>Status</c>.</summary>
        public const int Status = 15;

        /// <summary>fixed32.</summary>
        public const int Flags = 16;
    }

    /// <summary>Fields of <c>Span.Event</c>.</summary>
    public static class Event
    {
        /// <summary>fixed64.</summary>
        public const int TimeUnixNano = 1;

        /// <summary>A string.</summary>
        public const int Name = 2;

        /// <summary>Repeated <c>KeyValue</c>.</summary>
        public const int Attributes = 3;

        /// <summary>uint32.</summary>
        public const int DroppedAttributesCount = 4;
    }

    /// <summary>Fields of <c>Span.Link</c>.</summary>
    public static class Link
    {
        /// <summary>16 bytes.</summary>
        public const int TraceId = 1;

        /// <summary>8 bytes.</summary>
        public const int SpanId = 2;

        /// <summary>A string.</summary>
        public const int TraceState = 3;

        /// <summary>Repeated <c>KeyValue</c>.</summary>
        public const int Attributes = 4;

        /// <summary>uint32.</summary>
        public const int DroppedAttributesCount = 5;

        /// <summary>fixed32.</summary>
        public const int Flags = 6;
    }

    /// <summary>Fields of <c>Status</c>.</summary>
    public static class Status
    {
        /// <summary>A string.</summary>
        public const int Message = 2;

        /// <summary>An enum.</summary>
        public const int Code = 3;
    }

    /// <summary>Fields of <c>KeyValue</c>.</summary>
    public static class KeyValue
    {
        /// <summary>A string.</summary>
        public const int Key = 1;

        /// <summary>An <c>AnyValue</c>.</summary>
        public const int Value = 2;
    }

    /// <summary>Fields of <c>AnyValue</c>, of which at most one is meant; the last one wins.</summary>
    public static class AnyValue
    {
        /// <summary>A string.</summary>
        public const int String = 1;

        /// <summary>A bool.</summary>
        public const int Bool = 2;

        /// <summary>int64.</summary>
        public const int Int = 3;

        /// <summary>A double, fixed64 on the wire.</summary>
        public const int Double = 4;

        /// <summary>An <c>ArrayValue</c>.</summary>
        public const int Array = 5;

        /// <summary>A <c>KeyValueList</c>.</summary>
        public const int KeyValueList = 6;

        /// <summary>Bytes.</summary>
        public const int Bytes = 7;
    }

    /// <summary>The one field of <c>ArrayValue</c> and of <c>KeyValueList</c>: its repeated elements.</summary>
    public const int ListValues = 1;
}
