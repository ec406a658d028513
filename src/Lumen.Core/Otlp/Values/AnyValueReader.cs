using System.Text;

namespace Lumen.Otlp;

/// <summary>
/// Interprets <c>AnyValue</c> and <c>KeyValue</c> messages. What is malformed or nested deeper than <see cref="MaxDepth"/> reads as an
/// empty value: ingestion never stores such, so this only guards against foreign bytes.
/// </summary>
internal static class AnyValueReader
{
    /// <summary>Deeper than anything ingestion lets through, shallow enough for the stack.</summary>
    internal const int MaxDepth = 128;

    internal static KeyValue ReadKeyValue(ReadOnlySpan<byte> message, int depth = 0)
    {
        var key = string.Empty;
        var value = default(AnyValue);
        var reader = new ProtobufReader(message);
        while (reader.Next(out var field))
        {
            if (field.Is(OtlpFields.KeyValue.Key, WireType.LengthDelimited))
            {
                key = Encoding.UTF8.GetString(field.Bytes);
            }
            else if (field.Is(OtlpFields.KeyValue.Value, WireType.LengthDelimited))
            {
                value = Read(field.Bytes, depth);
            }
        }

        return new KeyValue(key, value);
    }

    internal static AnyValue Read(ReadOnlySpan<byte> message, int depth)
    {
        var value = default(AnyValue);
        var reader = new ProtobufReader(message);
        while (depth <= MaxDepth && reader.Next(out var field))
        {
            value = (field.Number, field.Type) switch
            {
                (OtlpFields.AnyValue.String, WireType.LengthDelimited) => AnyValue.Of(Encoding.UTF8.GetString(field.Bytes)),
                (OtlpFields.AnyValue.Bool, WireType.Varint) => AnyValue.Of(field.Value != 0),
                (OtlpFields.AnyValue.Int, WireType.Varint) => AnyValue.Of((long)field.Value),
                (OtlpFields.AnyValue.Double, WireType.Fixed64) => AnyValue.Of(BitConverter.UInt64BitsToDouble(field.Value)),
                (OtlpFields.AnyValue.Array, WireType.LengthDelimited) => AnyValue.Of(ReadArray(field.Bytes, depth + 1)),
                (OtlpFields.AnyValue.KeyValueList, WireType.LengthDelimited) => AnyValue.Of(ReadList(field.Bytes, depth + 1)),
                (OtlpFields.AnyValue.Bytes, WireType.LengthDelimited) => AnyValue.Of(field.Bytes.ToArray()),
                _ => value,
            };
        }

        return value;
    }

    private static List<AnyValue> ReadArray(ReadOnlySpan<byte> message, int depth)
    {
        var values = new List<AnyValue>();
        var reader = new ProtobufReader(message);
        while (reader.Next(out var field))
        {
            if (field.Is(OtlpFields.ListValues, WireType.LengthDelimited))
            {
                values.Add(Read(field.Bytes, depth));
            }
        }

        return values;
    }

    private static List<KeyValue> ReadList(ReadOnlySpan<byte> message, int depth)
    {
        var values = new List<KeyValue>();
        var reader = new ProtobufReader(message);
        while (reader.Next(out var field))
        {
            if (field.Is(OtlpFields.ListValues, WireType.LengthDelimited))
            {
                values.Add(ReadKeyValue(field.Bytes, depth));
            }
        }

        return values;
    }
}
