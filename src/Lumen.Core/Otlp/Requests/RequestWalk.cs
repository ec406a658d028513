using System.Buffers;

namespace Lumen.Otlp;

/// <summary>
/// The walk over one request: from the envelope to each span, collecting headers and the tables they refer to. It is kept for the next
/// request of its thread, so that a request allocates nothing but its batch.
/// </summary>
internal sealed class RequestWalk
{
    /// <summary>A guess at the bytes of a span, so that the first rented array mostly suffices.</summary>
    private const int ExpectedSpanBytes = 256;
    private const int MostSpansExpected = 4_096;

    private readonly List<BatchResource> _resources = [];
    private readonly List<BatchScope> _scopes = [];
    private readonly SpanNameTable _names = new();
    private byte[] _payload = [];
    private OtlpLimits _limits = OtlpLimits.Default;
    private SpanHeader[] _headers = [];
    private int _count;
    private SpanFindings _findings;

    internal OtlpReadResult Run(byte[] payload, int length, OtlpLimits limits)
    {
        _payload = payload;
        _limits = limits;
        _headers = ArrayPool<SpanHeader>.Shared.Rent(Math.Min(length / ExpectedSpanBytes, MostSpansExpected) + 1);
        _names.Begin(payload);
        var status = WalkRequest(length);
        if (status == OtlpReadStatus.Read && _findings != SpanFindings.None)
        {
            status = OtlpReadStatus.NeedsRepair;
        }

        SpanBatch? batch = null;
        if (status == OtlpReadStatus.Read)
        {
            batch = new SpanBatch(payload, length, _headers, _count, [.. _resources], [.. _scopes], _names.ToArray());
        }
        else
        {
            ArrayPool<SpanHeader>.Shared.Return(_headers);
        }

        var result = new OtlpReadResult(status, batch, _findings, _count);
        Forget();
        return result;
    }

    /// <summary>Lets go of all that belongs to the request.</summary>
    private void Forget()
    {
        _payload = [];
        _headers = [];
        _resources.Clear();
        _scopes.Clear();
        _names.End();
        _count = 0;
        _findings = SpanFindings.None;
    }

    private OtlpReadStatus WalkRequest(int length)
    {
        var request = _payload.AsSpan(0, length);
        var position = 0;
        while (WireFormat.TryReadField(request, ref position, out var tag, out _, out var bytes))
        {
            if (tag >> WireFormat.TagTypeBits != OtlpFields.Request.ResourceSpans)
            {
                continue;
            }

            var status = tag == OtlpTags.Request.ResourceSpans
                ? WalkResourceSpans(bytes, position - bytes.Length)
                : OtlpReadStatus.Malformed;
            if (status != OtlpReadStatus.Read)
            {
                return status;
            }
        }

        return position == length ? OtlpReadStatus.Read : OtlpReadStatus.Malformed;
    }

    private OtlpReadStatus WalkResourceSpans(ReadOnlySpan<byte> message, int offset)
    {
        // The resource may stand behind its spans, so it is looked for first; skipping by length is free.
        if (!TryReadEnvelope(message, offset, AttributedShape.Resource, out var resource, out var schemaUrl))
        {
            return OtlpReadStatus.Malformed;
        }

        _resources.Add(new BatchResource(resource, schemaUrl, ServiceNameReader.Read(resource.Of(_payload))));
        var position = 0;
        while (WireFormat.TryReadField(message, ref position, out var tag, out _, out var bytes))
        {
            var status = tag == OtlpTags.Envelope.Items ? WalkScopeSpans(bytes, offset + position - bytes.Length) : OtlpReadStatus.Read;
            if (status != OtlpReadStatus.Read)
            {
                return status;
            }
        }

        return OtlpReadStatus.Read;
    }

    private OtlpReadStatus WalkScopeSpans(ReadOnlySpan<byte> message, int offset)
    {
        if (!TryReadEnvelope(message, offset, AttributedShape.Scope, out var scope, out var schemaUrl))
        {
            return OtlpReadStatus.Malformed;
        }

        _scopes.Add(new BatchScope(scope, schemaUrl));
        var position = 0;
        while (WireFormat.TryReadField(message, ref position, out var tag, out _, out var bytes))
        {
            if (tag != OtlpTags.Envelope.Items)
            {
                continue;
            }

            if (_count >= _limits.MaxSpans)
            {
                return OtlpReadStatus.TooManySpans;
            }

            if (!TryAddSpan(bytes, offset + position - bytes.Length))
            {
                return OtlpReadStatus.Malformed;
            }
        }

        return OtlpReadStatus.Read;
    }

    /// <summary>Finds the resource or scope of an envelope and its schema URL, and judges all but what lies in its items.</summary>
    private bool TryReadEnvelope(
        ReadOnlySpan<byte> envelope, int offset, in AttributedShape shape, out PayloadRange content, out PayloadRange schemaUrl)
    {
        content = default;
        schemaUrl = default;
        var (position, hasContent, isValid) = (0, false, true);
        while (isValid && WireFormat.TryReadField(envelope, ref position, out var tag, out _, out var bytes))
        {
            switch (tag)
            {
                case OtlpTags.Envelope.Content:
                    _findings |= hasContent ? SpanFindings.RepeatedMessage : SpanFindings.None;
                    hasContent = true;
                    content = new PayloadRange(offset + position - bytes.Length, bytes.Length);
                    isValid = !_limits.JudgeSpans || PartJudge.TryJudge(bytes, shape, _limits, ref _findings);
                    break;
                case OtlpTags.Envelope.SchemaUrl:
                    schemaUrl = new PayloadRange(offset + position - bytes.Length, bytes.Length);
                    JudgeText(bytes);
                    break;
                default:
                    isValid = tag == OtlpTags.Envelope.Items || tag >> WireFormat.TagTypeBits > OtlpTags.Envelope.LastField;
                    break;
            }
        }

        return isValid && position == envelope.Length;
    }

    private void JudgeText(ReadOnlySpan<byte> text)
    {
        if (_limits.JudgeSpans)
        {
            TextJudge.Judge(text, _limits, ref _findings);
        }
    }

    private bool TryAddSpan(ReadOnlySpan<byte> span, int offset)
    {
        if (_count == _headers.Length)
        {
            Grow();
        }

        SpanHeader header;
        PayloadRange name;
        var isRead = _limits.JudgeSpans
            ? SpanJudge.TryRead(span, _limits, out header, out name, ref _findings)
            : SpanHeaderReader.TryRead(span, out header, out name);
        if (!isRead)
        {
            return false;
        }

        _headers[_count++] = header with
        {
            Offset = offset,
            Resource = _resources.Count - 1,
            Scope = _scopes.Count - 1,
            Name = _names.NumberOf(name with { Offset = offset + name.Offset }),
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
