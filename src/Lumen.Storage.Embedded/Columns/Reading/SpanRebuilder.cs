using Lumen.Storage.Embedded.Blocks;
using Lumen.Storage.Embedded.Catalogs;
using Lumen.Storage.Embedded.Columns.Shapes;
using Lumen.Storage.Embedded.Frames;

namespace Lumen.Storage.Embedded.Columns.Reading;

/// <summary>Puts the bytes of one span together again.</summary>
internal ref struct SpanRebuilder
{
    /// <summary>More bytes than a span can have: values that a few codes repeat are damage long before.</summary>
    private const int MostBytes = 1 << 28;

    private readonly ref readonly BlockSpan _span;
    private readonly DetailReader _details;
    private readonly Catalog _catalog;
    private readonly ValueReader _values;
    private readonly RowReader _row;
    private readonly ByteBuilder _bytes;
    private readonly int _start;
    private int _value;
    private int _messageStart;
    private int _messageWidth;
    private ulong _eventTime;

    /// <summary>Prepares a span.</summary>
    /// <param name="span">What is known of it without its values.</param>
    /// <param name="details">Stands before its details.</param>
    /// <param name="catalog">The bucket's catalog.</param>
    /// <param name="values">The values of the block, those of the span loaded.</param>
    /// <param name="row">Stands on the span.</param>
    /// <param name="bytes">Where to add the bytes.</param>
    internal SpanRebuilder(
        in BlockSpan span, DetailReader details, Catalog catalog, ValueReader values, RowReader row, ByteBuilder bytes)
    {
        _span = ref span;
        _details = details;
        _catalog = catalog;
        _values = values;
        _row = row;
        _bytes = bytes;
        _start = bytes.Length;
        _eventTime = span.StartUnixNano;
    }

    /// <summary>Adds the bytes.</summary>
    /// <exception cref="InvalidDataException">The parts of the block do not fit together.</exception>
    internal void Run()
    {
        if (_row.IsWhole)
        {
            _bytes.Add(NextValue());
            return;
        }

        var operations = _row.Operations;
        for (var index = 0; index < operations.Length; index++)
        {
            if (operations[index].Kind == FieldKind.Order)
            {
                index += AddSorted(operations.AsSpan(index + 1));
            }
            else
            {
                Add(operations[index]);
            }

            if (_bytes.Length - _start > MostBytes)
            {
                throw new InvalidDataException("A span is longer than it can be.");
            }
        }
    }

    private void Add(FieldOperation operation)
    {
        switch (operation.Kind)
        {
            case FieldKind.TraceId or FieldKind.LinkOwnTraceId:
                AddTag(SpanTags.TraceId, TraceId.Size, operation.Width);
                _span.TraceId.CopyTo(_bytes.Reserve(TraceId.Size));
                break;
            case FieldKind.SpanId:
                AddTag(SpanTags.SpanId, SpanId.Size, operation.Width);
                _span.SpanId.CopyTo(_bytes.Reserve(SpanId.Size));
                break;
            case FieldKind.ParentSpanId:
                AddTag(SpanTags.ParentSpanId, SpanId.Size, operation.Width);
                _span.ParentSpanId.CopyTo(_bytes.Reserve(SpanId.Size));
                break;
            case FieldKind.Name:
                AddName(operation);
                break;
            case FieldKind.Start:
                AddTime(SpanTags.Start, _span.StartUnixNano);
                break;
            case FieldKind.End:
                AddTime(SpanTags.End, _span.EndUnixNano);
                break;
            case FieldKind.Attribute:
                AddAttribute(operation, _value++);
                break;
            case FieldKind.Field:
                _bytes.Add(NextValue());
                break;
            default:
                AddOfMessage(operation);
                break;
        }
    }

    private void AddOfMessage(FieldOperation operation)
    {
        switch (operation.Kind)
        {
            case FieldKind.BeginMessage:
                _bytes.AddByte(SpanTags.MessageOf(operation.Level));
                _messageStart = _bytes.Length;
                _messageWidth = operation.Width;
                break;
            case FieldKind.EndMessage:
                EndMessage();
                break;
            case FieldKind.EventTime:
                _eventTime = unchecked(_eventTime + (ulong)_details.TakeEventTime());
                AddTime(SpanTags.EventTime, _eventTime);
                break;
            case FieldKind.LinkTraceId:
                AddTag(SpanTags.LinkTraceId, TraceId.Size, operation.Width);
                _bytes.Add(_details.TakeLinkId(TraceId.Size));
                break;
            case FieldKind.LinkSpanId:
                AddTag(SpanTags.LinkSpanId, SpanId.Size, operation.Width);
                _bytes.Add(_details.TakeLinkId(SpanId.Size));
                break;
        }
    }

    /// <summary>Adds attributes in the order that the value before them says.</summary>
    /// <returns>How many there were.</returns>
    private int AddSorted(ReadOnlySpan<FieldOperation> operations)
    {
        var length = AttributeRun.LengthOf(operations);
        var order = NextValue();
        if (order.Length != length)
        {
            throw new InvalidDataException("The order of attributes is not that of so many.");
        }

        foreach (var place in order)
        {
            if (place >= length)
            {
                throw new InvalidDataException("The order of attributes names one that is not there.");
            }

            AddAttribute(operations[place], _value + place);
        }

        _value += length;
        return length;
    }

    private void AddAttribute(FieldOperation operation, int value)
    {
        var key = _catalog.Columns[operation.Column].Key;
        var bytes = ValueAt(value);
        var length = 1 + LengthPrefix.SizeOf(key.Length, operation.KeyWidth) + key.Length
            + 1 + LengthPrefix.SizeOf(bytes.Length, operation.ValueWidth) + bytes.Length;
        AddTag(SpanTags.AttributeOf(operation.Level), length, operation.Width);
        AddTag(SpanTags.Key, key.Length, operation.KeyWidth);
        _bytes.Add(key);
        AddTag(SpanTags.Value, bytes.Length, operation.ValueWidth);
        _bytes.Add(bytes);
    }

    private void AddName(FieldOperation operation)
    {
        var name = _catalog.Name(_catalog.Operation(_catalog.CheckedOrigin(_span.Origin).Operation).Name);
        AddTag(SpanTags.Name, name.Length, operation.Width);
        _bytes.Add(name);
    }

    private void AddTime(byte tag, ulong time)
    {
        _bytes.AddByte(tag);
        _bytes.AddUInt64(time);
    }

    private void AddTag(byte tag, int length, int width)
    {
        _bytes.AddByte(tag);
        _bytes.Advance(LengthPrefix.Write(_bytes.Room(LengthPrefix.MaxSize), length, width));
    }

    /// <summary>Puts the length of an event or a link before its content.</summary>
    private void EndMessage()
    {
        var length = _bytes.Length - _messageStart;
        var size = LengthPrefix.SizeOf(length, _messageWidth);
        _bytes.Reserve(size);
        var message = _bytes.Written[_messageStart..];
        message[..length].CopyTo(message[size..]);
        LengthPrefix.Write(message, length, _messageWidth);
    }

    private ReadOnlySpan<byte> NextValue() => ValueAt(_value++);

    private readonly ReadOnlySpan<byte> ValueAt(int value) => _values.Value(_row.Columns[value], _row.Places[value]);
}
