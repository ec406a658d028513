using Lumen.Otlp;
using Lumen.Storage.Embedded.Frames;

namespace Lumen.Storage.Embedded.Blocks;

/// <summary>
/// A span's bytes without the values that its block keeps in columns: ids and times, which do not compress. Tags and lengths stay, however
/// they were written, so that putting the values back gives every byte. Senders write fields in their order, so ids and times stand at the
/// beginning; from the first field behind them on, bytes are only copied.
/// </summary>
internal static class SpanBody
{
    private const int LastField = OtlpFields.Span.EndTimeUnixNano;

    /// <summary>Adds the body of a span.</summary>
    /// <returns>
    /// False, and nothing is added, if the bytes cannot be put together from the columns: a field twice, a group, an odd length.
    /// </returns>
    internal static bool TryAdd(ReadOnlySpan<byte> span, in BlockSpan columns, ByteBuilder body)
    {
        var room = body.Room(span.Length);
        var (copied, written) = (0, 0);
        var reader = new ProtobufReader(span);
        while (reader.Next(out var field) && field.Number <= LastField)
        {
            if (field.Type == WireType.StartGroup)
            {
                return false;
            }

            var omitted = OmittedBytes(field.Number, field.Type, field.Bytes.Length);
            if (omitted == 0)
            {
                continue;
            }

            if (!IsInColumns(field, columns))
            {
                return false;
            }

            // The value stands at the end of its field.
            var kept = span[copied..(reader.Position - omitted)];
            kept.CopyTo(room[written..]);
            written += kept.Length;
            copied = reader.Position;
        }

        if (reader.IsMalformed)
        {
            return false;
        }

        span[copied..].CopyTo(room[written..]);
        body.Advance(written + span.Length - copied);
        return true;
    }

    /// <summary>Adds the bytes of a span, put together from its body and the columns.</summary>
    /// <exception cref="InvalidDataException">The body is not one that <see cref="TryAdd"/> made.</exception>
    internal static void Restore(ReadOnlySpan<byte> body, in BlockSpan columns, ByteBuilder span)
    {
        var copied = 0;
        var parser = new ByteParser(body);
        while (parser.Left > 0)
        {
            var tag = parser.TakeVarint();
            var (number, type) = ((int)(uint)(tag >> 3), (WireType)(tag & 7));
            if (number > LastField)
            {
                break;
            }

            var length = type switch
            {
                WireType.LengthDelimited => parser.TakeInt(),
                WireType.Fixed64 => sizeof(ulong),
                WireType.Fixed32 => sizeof(uint),
                WireType.Varint => 0,
                _ => throw new InvalidDataException("A span's body holds a field that no body has."),
            };
            if (OmittedBytes(number, type, length) > 0)
            {
                span.Add(body[copied..parser.Position]);
                copied = parser.Position;
                AddValue(number, columns, span);
            }
            else if (type == WireType.Varint)
            {
                parser.TakeVarint();
            }
            else
            {
                parser.Take(length);
            }
        }

        span.Add(body[copied..]);
    }

    /// <summary>How many bytes of a field's value are left out of the body.</summary>
    private static int OmittedBytes(int number, WireType type, int length) => number switch
    {
        OtlpFields.Span.TraceId when type == WireType.LengthDelimited && length == TraceId.Size => TraceId.Size,
        OtlpFields.Span.SpanId or OtlpFields.Span.ParentSpanId when type == WireType.LengthDelimited && length == SpanId.Size =>
            SpanId.Size,
        OtlpFields.Span.StartTimeUnixNano or OtlpFields.Span.EndTimeUnixNano when type == WireType.Fixed64 => sizeof(ulong),
        _ => 0,
    };

    private static bool IsInColumns(in ProtobufField field, in BlockSpan columns) => field.Number switch
    {
        OtlpFields.Span.TraceId => TraceId.FromBytes(field.Bytes) == columns.TraceId,
        OtlpFields.Span.SpanId => SpanId.FromBytes(field.Bytes) == columns.SpanId,
        OtlpFields.Span.ParentSpanId => SpanId.FromBytes(field.Bytes) == columns.ParentSpanId,
        OtlpFields.Span.StartTimeUnixNano => field.Value == columns.StartUnixNano,
        _ => field.Value == columns.EndUnixNano,
    };

    private static void AddValue(int number, in BlockSpan columns, ByteBuilder span)
    {
        switch (number)
        {
            case OtlpFields.Span.TraceId:
                columns.TraceId.CopyTo(span.Reserve(TraceId.Size));
                break;
            case OtlpFields.Span.SpanId:
                columns.SpanId.CopyTo(span.Reserve(SpanId.Size));
                break;
            case OtlpFields.Span.ParentSpanId:
                columns.ParentSpanId.CopyTo(span.Reserve(SpanId.Size));
                break;
            case OtlpFields.Span.StartTimeUnixNano:
                span.AddUInt64(columns.StartUnixNano);
                break;
            default:
                span.AddUInt64(columns.EndUnixNano);
                break;
        }
    }
}
