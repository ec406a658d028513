using System.Buffers;
using Lumen.Otlp;

namespace Lumen.Ingestion;

/// <summary>Writes spans again: as they are where nothing is wrong with them, mended and cut where that is enough, or not at all.</summary>
internal sealed class SpanRewriter
{
    private readonly ProtobufWriter _writer;
    private readonly ArrayPool<byte> _pool;
    private readonly OtlpLimits _limits;
    private readonly RepairReport _report;
    private readonly ValueRewriter _values;

    internal SpanRewriter(
        ProtobufWriter writer, ArrayPool<byte> pool, OtlpLimits limits, RepairReport report, ValueRewriter values)
    {
        _writer = writer;
        _pool = pool;
        _limits = limits;
        _report = report;
        _values = values;
    }

    internal void Write(ReadOnlySpan<byte> span)
    {
        OtlpJudge.TryJudgeSpan(span, _limits, out var header, out var findings);
        if (findings == SpanFindings.None)
        {
            _writer.WriteBytes(OtlpFields.ScopeSpans.Spans, span);
        }
        else if (header.TraceId.IsZero)
        {
            _report.InvalidTraceIds++;
        }
        else if (header.SpanId.IsZero)
        {
            _report.InvalidSpanIds++;
        }
        else
        {
            _report.InvalidParentIds += findings.HasFlag(SpanFindings.InvalidParentId) ? 1 : 0;
            var mark = _writer.BeginMessage(OtlpFields.ScopeSpans.Spans);
            WriteFields(span, keepParent: !header.ParentSpanId.IsZero);
            _writer.EndMessage(mark);
        }
    }

    private void WriteFields(ReadOnlySpan<byte> span, bool keepParent)
    {
        var attributes = new ItemCounter(_limits.MaxAttributes);
        var events = new ItemCounter(_limits.MaxEvents);
        var links = new ItemCounter(_limits.MaxLinks);
        var reader = new ProtobufReader(span);
        while (reader.Next(out var field))
        {
            switch (field.Number)
            {
                case OtlpFields.Span.Name or OtlpFields.Span.TraceState:
                    _values.WriteText(field.Number, field.Bytes);
                    break;
                case OtlpFields.Span.Attributes:
                    _values.WriteAttribute(field, ref attributes);
                    break;
                case OtlpFields.Span.Events:
                    WriteEvent(field.Bytes, ref events);
                    break;
                case OtlpFields.Span.Links:
                    WriteLink(field.Bytes, ref links);
                    break;
                case OtlpFields.Span.DroppedAttributesCount:
                    attributes.TakeSent(field.Value);
                    break;
                case OtlpFields.Span.DroppedEventsCount:
                    events.TakeSent(field.Value);
                    break;
                case OtlpFields.Span.DroppedLinksCount:
                    links.TakeSent(field.Value);
                    break;
                case OtlpFields.Span.Status:
                case OtlpFields.Span.ParentSpanId when !keepParent || field.Bytes.Length != SpanId.Size:
                    break;
                default:
                    _writer.WriteRaw(span[field.Start..reader.Position]);
                    break;
            }
        }

        WriteStatus(span);
        attributes.Write(_writer, OtlpFields.Span.DroppedAttributesCount);
        events.Write(_writer, OtlpFields.Span.DroppedEventsCount);
        links.Write(_writer, OtlpFields.Span.DroppedLinksCount);
    }

    private void WriteEvent(ReadOnlySpan<byte> message, ref ItemCounter events)
    {
        if (events.TryKeep())
        {
            var mark = _writer.BeginMessage(OtlpFields.Span.Events);
            _values.WriteAttributed(message, AttributedFields.Event);
            _writer.EndMessage(mark);
        }
        else
        {
            _report.DroppedEvents++;
        }
    }

    private void WriteLink(ReadOnlySpan<byte> message, ref ItemCounter links)
    {
        if (!HasIds(message))
        {
            links.Drop();
            _report.InvalidLinks++;
        }
        else if (links.TryKeep())
        {
            var mark = _writer.BeginMessage(OtlpFields.Span.Links);
            _values.WriteAttributed(message, AttributedFields.Link);
            _writer.EndMessage(mark);
        }
        else
        {
            _report.DroppedLinks++;
        }
    }

    private void WriteStatus(ReadOnlySpan<byte> span)
    {
        using var status = MergedField.Find(span, OtlpFields.Span.Status, _pool);
        if (!status.IsFound)
        {
            return;
        }

        var mark = _writer.BeginMessage(OtlpFields.Span.Status);
        var reader = new ProtobufReader(status.Content);
        while (reader.Next(out var field))
        {
            if (field.Number == OtlpFields.Status.Message)
            {
                _values.WriteText(field.Number, field.Bytes);
            }
            else
            {
                _writer.WriteRaw(status.Content[field.Start..reader.Position]);
            }
        }

        _writer.EndMessage(mark);
    }

    private static bool HasIds(ReadOnlySpan<byte> link)
    {
        var (hasTrace, hasSpan) = (false, false);
        var reader = new ProtobufReader(link);
        while (reader.Next(out var field))
        {
            if (field.Number == OtlpFields.Link.TraceId)
            {
                hasTrace = field.Bytes.Length == TraceId.Size && field.Bytes.ContainsAnyExcept((byte)0);
            }
            else if (field.Number == OtlpFields.Link.SpanId)
            {
                hasSpan = field.Bytes.Length == SpanId.Size && field.Bytes.ContainsAnyExcept((byte)0);
            }
        }

        return hasTrace && hasSpan;
    }
}
