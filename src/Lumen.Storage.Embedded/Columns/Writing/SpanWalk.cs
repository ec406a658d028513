using System.Buffers.Binary;
using Lumen.Otlp;
using Lumen.Storage.Embedded.Blocks;

namespace Lumen.Storage.Embedded.Columns.Writing;

/// <summary>
/// One walk over the bytes of a span that turns them into operations and values. Whatever it does not know becomes the whole field as a
/// value, so that the operations always give the bytes back.
/// </summary>
internal ref struct SpanWalk
{
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly ReadOnlySpan<byte> _name;
    private readonly ref readonly BlockSpan _span;
    private readonly Expectation _expected;
    private readonly SpanValues _values;
    private readonly ShreddedSpan _result;
    private ReadOnlySpan<BlockValue> _known;
    private ReadOnlySpan<byte> _fields;
    private int _position;
    private ulong _eventTime;
    private bool _isMalformed;

    /// <summary>Prepares a walk.</summary>
    /// <param name="bytes">The span's OTLP message.</param>
    /// <param name="span">What its header says.</param>
    /// <param name="name">Its name.</param>
    /// <param name="expected">What it probably looks like.</param>
    /// <param name="values">Takes the values and details.</param>
    /// <param name="result">Takes the operations.</param>
    internal SpanWalk(
        ReadOnlySpan<byte> bytes, in BlockSpan span, ReadOnlySpan<byte> name, Expectation expected, SpanValues values, ShreddedSpan result)
    {
        _bytes = bytes;
        _span = ref span;
        _name = name;
        _expected = expected;
        _values = values;
        _result = result;
        _eventTime = span.StartUnixNano;
        Refresh();
    }

    /// <summary>Walks over the span.</summary>
    /// <returns>False if the bytes are not a message.</returns>
    internal bool Run() => Walk(SpanLevel.Span, _bytes.Length);

    private bool Walk(SpanLevel level, int end)
    {
        while (_position < end)
        {
            if (!TryRepeat(level, end) && !TryKnown(level, end) && (_isMalformed || !TryField(level, end)))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The very field that the span before had: the most frequent case.</summary>
    private bool TryRepeat(SpanLevel level, int end)
    {
        var number = _expected.ValueAt(_result.OperationCount, level);
        if (number < 0)
        {
            return false;
        }

        ref readonly var value = ref _known[number];
        var length = value.FieldLength;
        if (length > end - _position || !_bytes.Slice(_position, length).SequenceEqual(_fields.Slice(value.Offset, length)))
        {
            return false;
        }

        // The operation of the bytes, not the expected one: another sender may pad the same value otherwise.
        _result.Add(value.Operation, number);
        _position += length;
        return true;
    }

    private bool TryKnown(SpanLevel level, int end)
    {
        var tag = _bytes[_position];
        if (tag == SpanTags.AttributeOf(level))
        {
            return TryAttribute(level, end);
        }

        return level switch
        {
            SpanLevel.Span => tag switch
            {
                SpanTags.TraceId => TryTraceId(FieldKind.TraceId, level, end),
                SpanTags.SpanId => TrySpanId(FieldKind.SpanId, _span.SpanId, end),
                SpanTags.ParentSpanId => TrySpanId(FieldKind.ParentSpanId, _span.ParentSpanId, end),
                SpanTags.Name => TryName(end),
                SpanTags.Start => TryTime(FieldKind.Start, _span.StartUnixNano, end),
                SpanTags.End => TryTime(FieldKind.End, _span.EndUnixNano, end),
                SpanTags.Event => TryMessage(SpanLevel.Event, end),
                SpanTags.Link => TryMessage(SpanLevel.Link, end),
                _ => false,
            },
            SpanLevel.Event => tag == SpanTags.EventTime && TryEventTime(end),
            _ => tag switch
            {
                SpanTags.LinkTraceId => TryTraceId(FieldKind.LinkOwnTraceId, level, end)
                    || TryLinkId(FieldKind.LinkTraceId, TraceId.Size, end),
                SpanTags.LinkSpanId => TryLinkId(FieldKind.LinkSpanId, SpanId.Size, end),
                _ => false,
            },
        };
    }

    private bool TryTraceId(FieldKind kind, SpanLevel level, int end) =>
        TryContent(end, TraceId.Size, out var content, out var width) && TraceId.FromBytes(content) == _span.TraceId
        && Take(FieldOperation.Of(kind, level, width: width), content.Length);

    private bool TrySpanId(FieldKind kind, SpanId id, int end) =>
        TryContent(end, SpanId.Size, out var content, out var width) && SpanId.FromBytes(content) == id
        && Take(FieldOperation.Of(kind, SpanLevel.Span, width: width), content.Length);

    private bool TryName(int end) =>
        TryContent(end, _name.Length, out var content, out var width) && content.SequenceEqual(_name)
        && Take(FieldOperation.Of(FieldKind.Name, SpanLevel.Span, width: width), content.Length);

    private bool TryTime(FieldKind kind, ulong time, int end)
    {
        if (!TryFixed64(end, out var value) || value != time)
        {
            return false;
        }

        _position += 1 + sizeof(ulong);
        _result.Add(FieldOperation.Of(kind, SpanLevel.Span));
        return true;
    }

    private bool TryEventTime(int end)
    {
        if (!TryFixed64(end, out var value))
        {
            return false;
        }

        _values.Details.EventTimes.AddSigned(unchecked((long)(value - _eventTime)));
        _eventTime = value;
        _position += 1 + sizeof(ulong);
        _result.Add(FieldOperation.Of(FieldKind.EventTime, SpanLevel.Event));
        return true;
    }

    private bool TryLinkId(FieldKind kind, int size, int end)
    {
        if (!TryContent(end, size, out var content, out var width))
        {
            return false;
        }

        _values.Details.LinkIds.Add(content);
        return Take(FieldOperation.Of(kind, SpanLevel.Link, width: width), size);
    }

    private bool TryMessage(SpanLevel level, int end)
    {
        var position = _position + 1;
        if (!LengthPrefix.TryRead(_bytes[..end], ref position, out var length, out var width))
        {
            return false;
        }

        // A sender that pads to two bytes writes long lengths as others do: then the expected width says the same bytes.
        var expected = _expected.OperationAt(_result.OperationCount);
        if (width == 0 && expected.Width == position - _position - 1
            && expected.Run == FieldOperation.Of(FieldKind.BeginMessage, level).Run)
        {
            width = expected.Width;
        }

        _result.Add(FieldOperation.Of(FieldKind.BeginMessage, level, width: width));
        _position = position;
        if (!Walk(level, position + length))
        {
            // Part of it has been taken: the span is kept as it is.
            _isMalformed = true;
            return false;
        }

        _result.Add(FieldOperation.Of(FieldKind.EndMessage, level));
        return true;
    }

    private bool TryAttribute(SpanLevel level, int end)
    {
        var position = _position + 1;
        if (!LengthPrefix.TryRead(_bytes[..end], ref position, out var length, out var width))
        {
            return false;
        }

        var fieldEnd = position + length;
        var message = _bytes[..fieldEnd];
        if (!TryTake(message, ref position, SpanTags.Key, out var keyLength, out var keyWidth))
        {
            return false;
        }

        var key = message.Slice(position, keyLength);
        position += keyLength;
        if (!TryTake(message, ref position, SpanTags.Value, out var valueLength, out var valueWidth) || position + valueLength != fieldEnd)
        {
            return false;
        }

        var column = _values.ColumnOf(_expected.OperationAt(_result.OperationCount), level, key);
        if (column == ColumnTable.None)
        {
            return false;
        }

        var operation = FieldOperation.OfAttribute(level, column, width, keyWidth, valueWidth);
        Add(operation, message[_position..], valueLength);
        _position = fieldEnd;
        return true;
    }

    /// <summary>Any field as a whole.</summary>
    private bool TryField(SpanLevel level, int end)
    {
        var rest = _bytes[_position..end];
        var reader = new ProtobufReader(rest);
        if (!reader.Next(out var part) || (level == SpanLevel.Span && IsMessage(part)))
        {
            return false;
        }

        var field = rest[..reader.Position];
        var operation = FieldOperation.Of(FieldKind.Field, level, _values.ColumnOfField(level, part));
        Add(operation, field, field.Length);
        _position += field.Length;
        return true;
    }

    private void Add(FieldOperation operation, ReadOnlySpan<byte> field, int valueLength)
    {
        _result.Add(operation, _values.NumberOf(operation, field, valueLength));
        Refresh();
    }

    private void Refresh()
    {
        _known = _values.Table.All;
        _fields = _values.Table.Fields;
    }

    /// <summary>An event or a link that is so oddly written that its content would be hidden from searches.</summary>
    private static bool IsMessage(in ProtobufField field) =>
        field.Is(OtlpFields.Span.Events, WireType.LengthDelimited) || field.Is(OtlpFields.Span.Links, WireType.LengthDelimited);

    /// <summary>The content of the field at the position, if it has a length.</summary>
    private readonly bool TryContent(int end, int size, out ReadOnlySpan<byte> content, out int width)
    {
        var position = _position + 1;
        content = default;
        if (!LengthPrefix.TryRead(_bytes[..end], ref position, out var length, out width) || length != size)
        {
            return false;
        }

        content = _bytes.Slice(position, size);
        return true;
    }

    private bool Take(FieldOperation operation, int contentLength)
    {
        _position += 1 + LengthPrefix.SizeOf(contentLength, operation.Width) + contentLength;
        _result.Add(operation);
        return true;
    }

    private readonly bool TryFixed64(int end, out ulong value) =>
        BinaryPrimitives.TryReadUInt64LittleEndian(_bytes[(_position + 1)..end], out value);

    private static bool TryTake(ReadOnlySpan<byte> message, ref int position, byte tag, out int length, out int width)
    {
        (length, width) = (0, 0);
        return position < message.Length && message[position++] == tag
            && LengthPrefix.TryRead(message, ref position, out length, out width);
    }
}
