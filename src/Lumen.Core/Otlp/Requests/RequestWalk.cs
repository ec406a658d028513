using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;

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
    private const int SmallestArray = 16;

    /// <summary>Room in the tables that one odd request took beyond this is not kept.</summary>
    private const int MostEntriesKept = 1_024;

    /// <summary>A table that grows holds its entries up to three times: as it was, with room for as many again, and in the batch.</summary>
    private const int CopiesOfEntry = 3;

    /// <summary>What a name takes in the table that numbers them.</summary>
    private const int NameBytes = 16;

    private readonly List<BatchResource> _resources = [];
    private readonly List<BatchScope> _scopes = [];
    private readonly SpanNameTable _names = new();
    private byte[] _payload = [];
    private OtlpLimits _limits = OtlpLimits.Default;
    private WalkMemory _memory;
    private SpanHeader[] _headers = [];
    private int _count;
    private SpanFindings _findings;
    private (PayloadRange Message, PayloadRange SchemaUrl)? _nextResource;

    internal OtlpReadResult Run(byte[] payload, int length, OtlpLimits limits, Action<long>? reserve)
    {
        _payload = payload;
        _limits = limits;
        _memory = new WalkMemory(reserve);
        _names.Begin(payload);
        SpanBatch? batch = null;
        try
        {
            _headers = Rent(Math.Min(length / ExpectedSpanBytes, MostSpansExpected) + 1);
            var status = WalkRequest(length);
            if (status == OtlpReadStatus.Read && _findings != SpanFindings.None)
            {
                status = OtlpReadStatus.NeedsRepair;
            }

            if (status == OtlpReadStatus.Read)
            {
                batch = new SpanBatch(payload, length, _headers, _count, [.. _resources], [.. _scopes], _names.ToArray());
            }

            return new OtlpReadResult(status, batch, _findings, _count);
        }
        finally
        {
            _memory.Settle(batch is null ? 0 : batch.MemoryBytes - payload.Length);
            Forget(keepsHeaders: batch is not null);
        }
    }

    /// <summary>Lets go of all that belongs to the request.</summary>
    /// <param name="keepsHeaders">Whether the headers belong to a batch now.</param>
    private void Forget(bool keepsHeaders)
    {
        if (!keepsHeaders && _headers.Length > 0)
        {
            ArrayPool<SpanHeader>.Shared.Return(_headers);
        }

        _payload = [];
        _headers = [];
        Clear(_resources);
        Clear(_scopes);
        _nextResource = null;
        _names.End();
        _count = 0;
        _findings = SpanFindings.None;
    }

    private static void Clear<T>(List<T> table)
    {
        table.Clear();
        table.Capacity = Math.Min(table.Capacity, MostEntriesKept);
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

        var spansBefore = _count;
        var position = 0;
        while (WireFormat.TryReadField(message, ref position, out var tag, out _, out var bytes))
        {
            if (tag != OtlpTags.Envelope.Items)
            {
                continue;
            }

            // A resource takes memory with its first span only, so that a request of empty ones takes none.
            if (_count == spansBefore)
            {
                _nextResource = (resource, schemaUrl);
            }

            var status = WalkScopeSpans(bytes, offset + position - bytes.Length);
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

        var spansBefore = _count;
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

            if (_count == spansBefore)
            {
                AddEnvelope(new BatchScope(scope, schemaUrl));
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

    private void AddEnvelope(BatchScope scope)
    {
        if (_nextResource is { } next)
        {
            // A request that is written anew gives no batch: nobody asks for the name, which may be as long as the request.
            var service = _findings == SpanFindings.None ? ServiceNameReader.Read(next.Message.Of(_payload)) : string.Empty;
            _memory.Take((CopiesOfEntry * Unsafe.SizeOf<BatchResource>()) + (sizeof(char) * (long)service.Length));
            _resources.Add(new BatchResource(next.Message, next.SchemaUrl, service));
            _nextResource = null;
        }

        _memory.Take(CopiesOfEntry * Unsafe.SizeOf<BatchScope>());
        _scopes.Add(scope);
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
            Name = NumberOf(name with { Offset = offset + name.Offset }),
        };
        return true;
    }

    private int NumberOf(PayloadRange name)
    {
        var known = _names.Count;
        var number = _names.NumberOf(name);
        if (number == known)
        {
            _memory.Take(CopiesOfEntry * (Unsafe.SizeOf<PayloadRange>() + NameBytes));
        }

        return number;
    }

    private void Grow()
    {
        var larger = Rent(_headers.Length * 2);
        _headers.AsSpan(0, _count).CopyTo(larger);
        ArrayPool<SpanHeader>.Shared.Return(_headers);
        _memory.Return(_headers.Length * (long)Unsafe.SizeOf<SpanHeader>());
        _headers = larger;
    }

    private SpanHeader[] Rent(int least)
    {
        // The pool rounds up to a power of two, so what is asked for is what is held.
        var length = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(SmallestArray, least));
        _memory.Take(length * (long)Unsafe.SizeOf<SpanHeader>());
        return ArrayPool<SpanHeader>.Shared.Rent(length);
    }
}
