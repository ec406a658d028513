using Lumen.Otlp;

namespace Lumen.TestKit;

/// <summary>The messages around a span, for tests. Fields that hold their default are left out, as senders do.</summary>
public static class OtlpMessages
{
    /// <summary>A resource of a service.</summary>
    /// <param name="service">Its <c>service.name</c>.</param>
    /// <param name="attributes">Further attributes, behind the name.</param>
    public static Resource Resource(string service, params KeyValue[] attributes) =>
        new(EncodeResource([new KeyValue("service.name", AnyValue.Of(service)), .. attributes]), string.Empty);

    /// <summary>An instrumentation scope.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="version">Its version.</param>
    /// <param name="attributes">Its attributes.</param>
    public static Scope Scope(string name, string version = "", params KeyValue[] attributes) =>
        new(EncodeScope(name, version, attributes), string.Empty);

    /// <summary>The bytes of a <c>Resource</c> message.</summary>
    public static byte[] EncodeResource(IReadOnlyList<KeyValue> attributes, uint dropped = 0)
    {
        using var writer = new ProtobufWriter();
        AnyValueWriter.WriteAttributes(writer, OtlpFields.Resource.Attributes, attributes);
        WriteNumber(writer, OtlpFields.Resource.DroppedAttributesCount, dropped);
        return writer.ToArray();
    }

    /// <summary>The bytes of an <c>InstrumentationScope</c> message.</summary>
    public static byte[] EncodeScope(string name, string version, IReadOnlyList<KeyValue> attributes, uint dropped = 0)
    {
        using var writer = new ProtobufWriter();
        WriteText(writer, OtlpFields.Scope.Name, name);
        WriteText(writer, OtlpFields.Scope.Version, version);
        AnyValueWriter.WriteAttributes(writer, OtlpFields.Scope.Attributes, attributes);
        WriteNumber(writer, OtlpFields.Scope.DroppedAttributesCount, dropped);
        return writer.ToArray();
    }

    internal static void WriteEvent(ProtobufWriter writer, SpanEvent item)
    {
        var mark = writer.BeginMessage(OtlpFields.Span.Events);
        WriteTime(writer, OtlpFields.Event.TimeUnixNano, item.TimeUnixNano);
        WriteText(writer, OtlpFields.Event.Name, item.Name);
        AnyValueWriter.WriteAttributes(writer, OtlpFields.Event.Attributes, item.Attributes);
        WriteNumber(writer, OtlpFields.Event.DroppedAttributesCount, item.DroppedAttributesCount);
        writer.EndMessage(mark);
    }

    internal static void WriteLink(ProtobufWriter writer, SpanLink link)
    {
        var mark = writer.BeginMessage(OtlpFields.Span.Links);
        writer.WriteTraceId(OtlpFields.Link.TraceId, link.TraceId);
        writer.WriteSpanId(OtlpFields.Link.SpanId, link.SpanId);
        WriteText(writer, OtlpFields.Link.TraceState, link.TraceState);
        AnyValueWriter.WriteAttributes(writer, OtlpFields.Link.Attributes, link.Attributes);
        WriteNumber(writer, OtlpFields.Link.DroppedAttributesCount, link.DroppedAttributesCount);
        WriteFlags(writer, OtlpFields.Link.Flags, link.Flags);
        writer.EndMessage(mark);
    }

    internal static void WriteStatus(ProtobufWriter writer, SpanStatus status, string message)
    {
        if (status == SpanStatus.Unset && message.Length == 0)
        {
            return;
        }

        var mark = writer.BeginMessage(OtlpFields.Span.Status);
        WriteText(writer, OtlpFields.Status.Message, message);
        WriteNumber(writer, OtlpFields.Status.Code, (ulong)(long)status);
        writer.EndMessage(mark);
    }

    internal static void WriteText(ProtobufWriter writer, int field, string text)
    {
        if (text.Length > 0)
        {
            writer.WriteString(field, text);
        }
    }

    internal static void WriteNumber(ProtobufWriter writer, int field, ulong number)
    {
        if (number != 0)
        {
            writer.WriteVarint(field, number);
        }
    }

    internal static void WriteTime(ProtobufWriter writer, int field, ulong time)
    {
        if (time != 0)
        {
            writer.WriteFixed64(field, time);
        }
    }

    internal static void WriteFlags(ProtobufWriter writer, int field, uint flags)
    {
        if (flags != 0)
        {
            writer.WriteFixed32(field, flags);
        }
    }
}
