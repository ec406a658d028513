using Lumen.Otlp;

namespace Lumen.Queries;

/// <summary>Goes over the attributes of messages as they lie in their bytes, without interpreting them.</summary>
public static class AttributeWalk
{
    /// <summary>Gets one attribute, whose bytes are valid during the call.</summary>
    /// <param name="level">Where it stands.</param>
    /// <param name="key">Its key in UTF-8.</param>
    /// <param name="value">Its value, the bytes of an <c>AnyValue</c> message.</param>
    public delegate void Visitor(AttributeLevel level, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value);

    /// <summary>Visits the attributes of a span, of its events and of its links.</summary>
    /// <param name="span">The bytes of a <c>Span</c> message.</param>
    /// <param name="visit">Gets each, in the order of the bytes.</param>
    public static void VisitSpan(ReadOnlySpan<byte> span, Visitor visit)
    {
        ArgumentNullException.ThrowIfNull(visit);
        var position = 0;
        while (WireFormat.TryReadField(span, ref position, out var tag, out _, out var bytes))
        {
            switch (tag)
            {
                case OtlpTags.Span.Attributes:
                    VisitAttribute(bytes, AttributeLevel.Span, visit);
                    break;
                case OtlpTags.Span.Events:
                    VisitMessage(bytes, OtlpTags.Event.Attributes, AttributeLevel.Event, visit);
                    break;
                case OtlpTags.Span.Links:
                    VisitMessage(bytes, OtlpTags.Link.Attributes, AttributeLevel.Link, visit);
                    break;
            }
        }
    }

    /// <summary>Visits the attributes of a resource.</summary>
    /// <param name="resource">The bytes of a <c>Resource</c> message.</param>
    /// <param name="visit">Gets each, in their order.</param>
    public static void VisitResource(ReadOnlySpan<byte> resource, Visitor visit) =>
        VisitMessage(resource, OtlpTags.Resource.Attributes, AttributeLevel.Resource, visit);

    /// <summary>Visits the attributes of an instrumentation scope.</summary>
    /// <param name="scope">The bytes of an <c>InstrumentationScope</c> message.</param>
    /// <param name="visit">Gets each, in their order.</param>
    public static void VisitScope(ReadOnlySpan<byte> scope, Visitor visit) =>
        VisitMessage(scope, OtlpTags.Scope.Attributes, AttributeLevel.Scope, visit);

    /// <summary>The printed value, which conditions compare with.</summary>
    /// <param name="value">The bytes of an <c>AnyValue</c> message.</param>
    public static string Print(ReadOnlySpan<byte> value) => AnyValueReader.Read(value, depth: 0).ToString();

    private static void VisitMessage(ReadOnlySpan<byte> message, uint attributes, AttributeLevel level, Visitor visit)
    {
        var position = 0;
        while (WireFormat.TryReadField(message, ref position, out var tag, out _, out var bytes))
        {
            if (tag == attributes)
            {
                VisitAttribute(bytes, level, visit);
            }
        }
    }

    private static void VisitAttribute(ReadOnlySpan<byte> keyValue, AttributeLevel level, Visitor visit)
    {
        var attribute = KeyValueView.Read(keyValue);
        visit(level, attribute.Key, attribute.Value);
    }
}
