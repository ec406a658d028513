using System.Buffers;
using Lumen.Otlp;

namespace Lumen.Ingestion;

/// <summary>Writes the envelopes of a request again: resources and scopes, and the spans that can be kept.</summary>
internal sealed class RequestRewriter
{
    private readonly ProtobufWriter _writer;
    private readonly ArrayPool<byte> _pool;
    private readonly OtlpLimits _limits;
    private readonly ValueRewriter _values;
    private readonly SpanRewriter _spans;

    internal RequestRewriter(ProtobufWriter writer, ArrayPool<byte> pool, OtlpLimits limits, RepairReport report)
    {
        _writer = writer;
        _pool = pool;
        _limits = limits;
        _values = new ValueRewriter(writer, pool, limits, report);
        _spans = new SpanRewriter(writer, pool, limits, report, _values);
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
        WriteResource(message);
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
        WriteScope(message);
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

    private void WriteResource(ReadOnlySpan<byte> resourceSpans)
    {
        using var resource = MergedField.Find(resourceSpans, OtlpFields.ResourceSpans.Resource, _pool);
        if (resource.IsFound)
        {
            var isClean = OtlpJudge.TryJudgeResource(resource.Content, _limits, out var findings) && findings == SpanFindings.None;
            WriteContent(OtlpFields.ResourceSpans.Resource, resource.Content, isClean, AttributedFields.Resource);
        }
    }

    private void WriteScope(ReadOnlySpan<byte> scopeSpans)
    {
        using var scope = MergedField.Find(scopeSpans, OtlpFields.ScopeSpans.Scope, _pool);
        if (scope.IsFound)
        {
            var isClean = OtlpJudge.TryJudgeScope(scope.Content, _limits, out var findings) && findings == SpanFindings.None;
            WriteContent(OtlpFields.ScopeSpans.Scope, scope.Content, isClean, AttributedFields.Scope);
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
