using System.Buffers;
using Lumen.Otlp;

namespace Lumen.Ingestion;

/// <summary>Writes a request again as its hooks want it. What they do not concern keeps its bytes.</summary>
/// <param name="writer">Where to.</param>
/// <param name="pool">Where memory for resources in several pieces is rented.</param>
/// <param name="attributes">What becomes of attributes.</param>
/// <param name="resources">What resources get.</param>
/// <param name="dropped">Which spans are left out, in the order of the request.</param>
internal ref struct HookWriter(
    ProtobufWriter writer, ArrayPool<byte> pool, AttributeHooks attributes, ResourceHooks resources, ReadOnlySpan<bool> dropped)
{
    private readonly ReadOnlySpan<bool> _dropped = dropped;
    private int _next;

    /// <summary>How many of the spans that stay were changed.</summary>
    internal int ChangedSpans { get; private set; }

    internal void WriteRequest(ReadOnlySpan<byte> request)
    {
        var reader = new ProtobufReader(request);
        while (reader.Next(out var field))
        {
            if (field.Number != OtlpFields.Request.ResourceSpans)
            {
                writer.WriteRaw(request[field.Start..reader.Position]);
                continue;
            }

            var mark = writer.BeginMessage(field.Number);
            WriteResourceSpans(field.Bytes);
            writer.EndMessage(mark);
        }
    }

    private void WriteResourceSpans(ReadOnlySpan<byte> message)
    {
        using var resource = MergedField.Find(message, OtlpFields.ResourceSpans.Resource, pool);
        var mark = writer.BeginMessage(OtlpFields.ResourceSpans.Resource);
        WriteAttributed(resource.Content, AttributedFields.Resource);
        resources.WriteMissing(writer, resource.Content);
        writer.EndMessage(mark);
        var reader = new ProtobufReader(message);
        while (reader.Next(out var field))
        {
            if (field.Number == OtlpFields.ResourceSpans.ScopeSpans)
            {
                var scope = writer.BeginMessage(field.Number);
                WriteScopeSpans(field.Bytes);
                writer.EndMessage(scope);
            }
            else if (field.Number != OtlpFields.ResourceSpans.Resource)
            {
                writer.WriteRaw(message[field.Start..reader.Position]);
            }
        }
    }

    private void WriteScopeSpans(ReadOnlySpan<byte> message)
    {
        var reader = new ProtobufReader(message);
        while (reader.Next(out var field))
        {
            switch (field.Number)
            {
                case OtlpFields.ScopeSpans.Scope:
                    WriteHolder(field, AttributedFields.Scope);
                    break;
                case OtlpFields.ScopeSpans.Spans when _dropped[_next++]:
                    break;
                case OtlpFields.ScopeSpans.Spans when !attributes.IsEmpty && attributes.ConcernSpan(field.Bytes):
                    ChangedSpans++;
                    WriteSpan(field.Bytes);
                    break;
                default:
                    writer.WriteRaw(message[field.Start..reader.Position]);
                    break;
            }
        }
    }

    private readonly void WriteSpan(ReadOnlySpan<byte> span)
    {
        var mark = writer.BeginMessage(OtlpFields.ScopeSpans.Spans);
        var count = new ItemCounter(int.MaxValue);
        var reader = new ProtobufReader(span);
        while (reader.Next(out var field))
        {
            switch (field.Number)
            {
                case OtlpFields.Span.Attributes:
                    WriteAttribute(field, ref count);
                    break;
                case OtlpFields.Span.DroppedAttributesCount:
                    count.TakeSent(field.Value);
                    break;
                case OtlpFields.Span.Events:
                    WriteHolder(field, AttributedFields.Event);
                    break;
                case OtlpFields.Span.Links:
                    WriteHolder(field, AttributedFields.Link);
                    break;
                default:
                    writer.WriteRaw(span[field.Start..reader.Position]);
                    break;
            }
        }

        count.Write(writer, OtlpFields.Span.DroppedAttributesCount);
        writer.EndMessage(mark);
    }

    private readonly void WriteHolder(ProtobufField holder, in AttributedFields fields)
    {
        if (!attributes.Concern(holder.Bytes, fields.Attributes))
        {
            writer.WriteBytes(holder.Number, holder.Bytes);
            return;
        }

        var mark = writer.BeginMessage(holder.Number);
        WriteAttributed(holder.Bytes, fields);
        writer.EndMessage(mark);
    }

    private readonly void WriteAttributed(ReadOnlySpan<byte> message, in AttributedFields fields)
    {
        var count = new ItemCounter(int.MaxValue);
        var reader = new ProtobufReader(message);
        while (reader.Next(out var field))
        {
            if (field.Number == fields.Attributes)
            {
                WriteAttribute(field, ref count);
            }
            else if (field.Number == fields.DroppedAttributesCount)
            {
                count.TakeSent(field.Value);
            }
            else
            {
                writer.WriteRaw(message[field.Start..reader.Position]);
            }
        }

        count.Write(writer, fields.DroppedAttributesCount);
    }

    private readonly void WriteAttribute(ProtobufField attribute, ref ItemCounter count)
    {
        switch (attributes.For(attribute.Bytes))
        {
            case AttributeAction.Keep:
                writer.WriteBytes(attribute.Number, attribute.Bytes);
                break;
            case AttributeAction.Redact:
                var mark = writer.BeginMessage(attribute.Number);
                writer.WriteBytes(OtlpFields.KeyValue.Key, AttributeHooks.KeyOf(attribute.Bytes));
                AnyValueWriter.WriteValue(writer, OtlpFields.KeyValue.Value, AnyValue.Of(SpanHooks.RedactedValue));
                writer.EndMessage(mark);
                break;
            default:
                count.Drop();
                break;
        }
    }
}
