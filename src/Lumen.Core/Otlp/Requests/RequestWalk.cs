using System.Buffers;

namespace Lumen.Otlp;

/// <summary>The walk over one request: from the envelope to each span, collecting headers and the tables they refer to.</summary>
internal sealed class RequestWalk
{
    /// <summary>A guess at the bytes of a span, so that the first rented array mostly suffices.</summary>
    private const int ExpectedSpanBytes = 256;

    private readonly byte[] _payload;
    private readonly int _length;
    private readonly OtlpLimits _limits;
    private readonly List<BatchResource> _resources = [];
    private readonly List<BatchScope> _scopes = [];
    private readonly SpanNameTable _names;
    private SpanHeader[] _headers = [];
    private int _count;
    private SpanFindings _findings;

    internal RequestWalk(byte[] payload, int length, OtlpLimits limits)
    {
        _payload = payload;
        _length = length;
        _limits = limits;
        _names = new SpanNameTable(payload);
    }

    internal OtlpReadResult Run()
    {
        _headers = ArrayPool<SpanHeader>.Shared.Rent((_length / ExpectedSpanBytes) + 1);
        var status = WalkRequest();
        if (status == OtlpReadStatus.Read && _findings != SpanFindings.None)
        {
            status = OtlpReadStatus.NeedsRepair;
        }

        if (status != OtlpReadStatus.Read)
        {
            ArrayPool<SpanHeader>.Shared.Return(_headers);
            return new OtlpReadResult(status, null, _findings, _count);
        }

        var batch = new SpanBatch(_payload, _length, _headers, _count, [.. _resources], [.. _scopes], _names.ToArray());
        return new OtlpReadResult(status, batch, _findings, _count);
    }

    private OtlpReadStatus WalkRequest()
    {
        var reader = new ProtobufReader(_payload.AsSpan(0, _length));
        while (reader.Next(out var field))
        {
            if (field.Number != OtlpFields.Request.ResourceSpans)
            {
                continue;
            }

            if (field.Type != WireType.LengthDelimited)
            {
                return OtlpReadStatus.Malformed;
            }

            var status = WalkResourceSpans(new PayloadRange(field.ValueStart, field.Bytes.Length));
            if (status != OtlpReadStatus.Read)
            {
                return status;
            }
        }

        return reader.IsMalformed ? OtlpReadStatus.Malformed : OtlpReadStatus.Read;
    }

    private OtlpReadStatus WalkResourceSpans(PayloadRange message)
    {
        // The resource may stand behind its spans, so it is looked for first; skipping by length is free.
        if (!TryReadEnvelope(message, isResource: true, out var resource, out var schemaUrl))
        {
            return OtlpReadStatus.Malformed;
        }

        _resources.Add(new BatchResource(resource, schemaUrl, ServiceNameReader.Read(resource.Of(_payload))));
        var reader = new ProtobufReader(message.Of(_payload));
        while (reader.Next(out var field))
        {
            if (field.Number != OtlpFields.ResourceSpans.ScopeSpans)
            {
                continue;
            }

            var status = field.Type == WireType.LengthDelimited
                ? WalkScopeSpans(new PayloadRange(message.Offset + field.ValueStart, field.Bytes.Length))
                : OtlpReadStatus.Malformed;
            if (status != OtlpReadStatus.Read)
            {
                return status;
            }
        }

        return OtlpReadStatus.Read;
    }

    private OtlpReadStatus WalkScopeSpans(PayloadRange message)
    {
        if (!TryReadEnvelope(message, isResource: false, out var scope, out var schemaUrl))
        {
            return OtlpReadStatus.Malformed;
        }

        _scopes.Add(new BatchScope(scope, schemaUrl));
        var reader = new ProtobufReader(message.Of(_payload));
        while (reader.Next(out var field))
        {
            if (field.Number != OtlpFields.ScopeSpans.Spans)
            {
                continue;
            }

            if (_count >= _limits.MaxSpans)
            {
                return OtlpReadStatus.TooManySpans;
            }

            if (field.Type != WireType.LengthDelimited || !TryAddSpan(field.Bytes, message.Offset + field.ValueStart))
            {
                return OtlpReadStatus.Malformed;
            }
        }

        return OtlpReadStatus.Read;
    }

    /// <summary>Finds the resource or scope of an envelope and its schema URL: fields 1 and 3 of both messages.</summary>
    private bool TryReadEnvelope(PayloadRange envelope, bool isResource, out PayloadRange content, out PayloadRange schemaUrl)
    {
        content = default;
        schemaUrl = default;
        var seen = false;
        var reader = new ProtobufReader(envelope.Of(_payload));
        while (reader.Next(out var field))
        {
            if (field.Number is OtlpFields.ResourceSpans.Resource or OtlpFields.ResourceSpans.SchemaUrl && field.Type != WireType.LengthDelimited)
            {
                return false;
            }

            var range = new PayloadRange(envelope.Offset + field.ValueStart, field.Bytes.Length);
            if (field.Number == OtlpFields.ResourceSpans.Resource)
            {
                _findings |= seen ? SpanFindings.RepeatedMessage : SpanFindings.None;
                seen = true;
                content = range;
                if (_limits.JudgeSpans && !EnvelopeJudge.TryJudge(field.Bytes, isResource, _limits, ref _findings))
                {
                    return false;
                }
            }
            else if (field.Number == OtlpFields.ResourceSpans.SchemaUrl)
            {
                schemaUrl = range;
                AttributeJudge.JudgeText(field.Bytes, _limits, ref _findings);
            }
        }

        return !reader.IsMalformed;
    }

    private bool TryAddSpan(ReadOnlySpan<byte> span, int offset)
    {
        SpanHeader header;
        PayloadRange name;
        var read = _limits.JudgeSpans
            ? SpanJudge.TryRead(span, _limits, out header, out name, ref _findings)
            : SpanHeaderReader.TryRead(span, out header, out name);
        if (!read)
        {
            return false;
        }

        if (_count == _headers.Length)
        {
            Grow();
        }

        _headers[_count++] = header with
        {
            Offset = offset,
            Length = span.Length,
            Resource = _resources.Count - 1,
            Scope = _scopes.Count - 1,
            Name = _names.NumberOf(name with { Offset = name.Length == 0 ? offset : offset + name.Offset }),
        };
        return true;
    }

    private void Grow()
    {
        var larger = ArrayPool<SpanHeader>.Shared.Rent(_headers.Length * 2);
        _headers.AsSpan(0, _count).CopyTo(larger);
        ArrayPool<SpanHeader>.Shared.Return(_headers);
        _headers = larger;
    }
}
