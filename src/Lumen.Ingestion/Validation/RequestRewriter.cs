using Lumen.Otlp;

namespace Lumen.Ingestion;

/// <summary>Writes the envelopes of a request again: resources and scopes, and the spans that can be kept.</summary>
internal sealed class RequestRewriter
{
    private readonly ProtobufWriter _writer;
    private readonly OtlpLimits _limits;
    private readonly ValueRewriter _values;
    private readonly SpanRewriter _spans;

    internal RequestRewriter(ProtobufWriter writer, OtlpLimits limits, RepairReport report)
    {
        _writer = writer;
        _limits = limits;
        _values = new ValueRewriter(writer, limits, report);
        _spans = new SpanRewriter(writer, limits, report, _values);
    }

    internal void Write(ReadOnlySpan<byte> request)
    {
        var reader = new ProtobufReader(request);
        while (reader.Next(out var field))
        {
            if (field.Is(OtlpFields.Request.ResourceSpans, WireType.LengthDelimited))
            {
                var mark = _writer.BeginMessage(field.Number);
                WriteResourceSpans(field.Bytes);
                _writer.EndMessage(mark);
            }
            else
            {
                _writer.WriteRaw(request[field.Start..reader.Position]);
            }
        }
    }

    private void WriteResourceSpans(ReadOnlySpan<byte> message)
    {
        if (MergedField.TryFind(message, OtlpFields.ResourceSpans.Resource, out var resource))
        {
            var isClean = OtlpJudge.TryJudgeResource(resource, _limits, out var findings) && findings == SpanFindings.None;
            WriteContent(OtlpFields.ResourceSpans.Resource, resource, isClean, AttributedFields.Resource);
        }

        var reader = new ProtobufReader(message);
        while (reader.Next(out var field))
        {
            switch (field.Number)
            {
                case OtlpFields.ResourceSpans.Resource:
                    break;
                case OtlpFields.ResourceSpans.ScopeSpans:
                    var mark = _writer.BeginMessage(field.Number);
                    WriteScopeSpans(field.Bytes);
                    _writer.EndMessage(mark);
                    break;
                case OtlpFields.ResourceSpans.SchemaUrl:
                    _values.WriteText(field.Number, field.Bytes);
                    break;
                default:
                    _writer.WriteRaw(message[field.Start..reader.Position]);
                    break;
            }
        }
    }

    private void WriteScopeSpans(ReadOnlySpan<byte> message)
    {
        if (MergedField.TryFind(message, OtlpFields.ScopeSpans.Scope, out var scope))
        {
            var isClean = OtlpJudge.TryJudgeScope(scope, _limits, out var findings) && findings == SpanFindings.None;
            WriteContent(OtlpFields.ScopeSpans.Scope, scope, isClean, AttributedFields.Scope);
        }

        var reader = new ProtobufReader(message);
        while (reader.Next(out var field))
        {
            switch (field.Number)
            {
                case OtlpFields.ScopeSpans.Scope:
                    break;
                case OtlpFields.ScopeSpans.Spans:
                    _spans.Write(field.Bytes);
                    break;
                case OtlpFields.ScopeSpans.SchemaUrl:
                    _values.WriteText(field.Number, field.Bytes);
                    break;
                default:
                    _writer.WriteRaw(message[field.Start..reader.Position]);
                    break;
            }
        }
    }

    private void WriteContent(int field, ReadOnlySpan<byte> content, bool isClean, in AttributedFields fields)
    {
        if (isClean)
        {
            _writer.WriteBytes(field, content);
            return;
        }

        var mark = _writer.BeginMessage(field);
        _values.WriteAttributed(content, fields);
        _writer.EndMessage(mark);
    }
}
