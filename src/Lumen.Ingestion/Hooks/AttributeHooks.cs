using Lumen.Otlp;

namespace Lumen.Ingestion;

/// <summary>Decides what becomes of an attribute, and whether a message has one to which something happens. Immutable.</summary>
internal sealed class AttributeHooks(SpanHooks hooks)
{
    private readonly AttributeNames _dropped = new(hooks.DropAttributes);
    private readonly AttributeNames _redacted = new(hooks.RedactAttributes);

    /// <summary>Whether there is any name to look for.</summary>
    internal bool IsEmpty { get; } = hooks.DropAttributes.Count == 0 && hooks.RedactAttributes.Count == 0;

    /// <summary>What becomes of an attribute.</summary>
    /// <param name="attribute">The bytes of a <c>KeyValue</c> message.</param>
    internal AttributeAction For(ReadOnlySpan<byte> attribute)
    {
        var key = KeyOf(attribute);
        return _dropped.Include(key) ? AttributeAction.Drop : _redacted.Include(key) ? AttributeAction.Redact : AttributeAction.Keep;
    }

    /// <summary>Whether a hook concerns an attribute of a message.</summary>
    /// <param name="message">A resource, scope, event or link.</param>
    /// <param name="attributes">The field number of its attributes.</param>
    internal bool Concern(ReadOnlySpan<byte> message, int attributes)
    {
        var reader = new ProtobufReader(message);
        while (reader.Next(out var field))
        {
            if (field.Number == attributes && For(field.Bytes) != AttributeAction.Keep)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a hook concerns an attribute of a span, of one of its events or links.</summary>
    /// <param name="span">The bytes of a <c>Span</c> message.</param>
    internal bool ConcernSpan(ReadOnlySpan<byte> span)
    {
        var reader = new ProtobufReader(span);
        while (reader.Next(out var field))
        {
            var isConcerned = field.Number switch
            {
                OtlpFields.Span.Attributes => For(field.Bytes) != AttributeAction.Keep,
                OtlpFields.Span.Events => Concern(field.Bytes, OtlpFields.Event.Attributes),
                OtlpFields.Span.Links => Concern(field.Bytes, OtlpFields.Link.Attributes),
                _ => false,
            };
            if (isConcerned)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The key of an attribute; the last one where there are several, as protobuf has it.</summary>
    internal static ReadOnlySpan<byte> KeyOf(ReadOnlySpan<byte> attribute)
    {
        var key = ReadOnlySpan<byte>.Empty;
        var reader = new ProtobufReader(attribute);
        while (reader.Next(out var field))
        {
            key = field.Number == OtlpFields.KeyValue.Key ? field.Bytes : key;
        }

        return key;
    }
}
