namespace Lumen.Otlp;

/// <summary>
/// Writes values and attributes as OTLP protobuf, as their own kind says. Nesting beyond 128 levels is written as an empty value, so that
/// no list can exhaust the stack.
/// </summary>
public static class AnyValueWriter
{
    /// <summary>Writes attributes as repeated <c>KeyValue</c> messages.</summary>
    /// <param name="writer">Where to write.</param>
    /// <param name="field">The field number of the attributes.</param>
    /// <param name="attributes">The attributes, written in their order.</param>
    public static void WriteAttributes(ProtobufWriter writer, int field, IReadOnlyList<KeyValue> attributes)
    {
        for (var i = 0; i < attributes.Count; i++)
        {
            WriteAttribute(writer, field, attributes[i], depth: 0);
        }
    }

    /// <summary>Writes a value as an <c>AnyValue</c> message.</summary>
    /// <param name="writer">Where to write.</param>
    /// <param name="field">The field number of the value.</param>
    /// <param name="value">The value.</param>
    public static void WriteValue(ProtobufWriter writer, int field, AnyValue value) => WriteValue(writer, field, value, depth: 0);

    private static void WriteAttribute(ProtobufWriter writer, int field, KeyValue attribute, int depth)
    {
        var mark = writer.BeginMessage(field);
        writer.WriteString(OtlpFields.KeyValue.Key, attribute.Key);
        WriteValue(writer, OtlpFields.KeyValue.Value, attribute.Value, depth);
        writer.EndMessage(mark);
    }

    private static void WriteValue(ProtobufWriter writer, int field, AnyValue value, int depth)
    {
        var mark = writer.BeginMessage(field);
        switch (value.Kind)
        {
            case AnyValueKind.String:
                writer.WriteString(OtlpFields.AnyValue.String, value.AsString);
                break;
            case AnyValueKind.Bool:
                writer.WriteVarint(OtlpFields.AnyValue.Bool, value.AsBool!.Value ? 1UL : 0UL);
                break;
            case AnyValueKind.Int:
                writer.WriteVarint(OtlpFields.AnyValue.Int, (ulong)value.AsInt!.Value);
                break;
            case AnyValueKind.Double:
                writer.WriteDouble(OtlpFields.AnyValue.Double, value.AsDouble!.Value);
                break;
            case AnyValueKind.Bytes:
                writer.WriteBytes(OtlpFields.AnyValue.Bytes, value.AsBytes!.Value.Span);
                break;
            case AnyValueKind.Array or AnyValueKind.KeyValueList when depth < AnyValueReader.MaxDepth:
                WriteList(writer, value, depth + 1);
                break;
        }

        writer.EndMessage(mark);
    }

    private static void WriteList(ProtobufWriter writer, AnyValue value, int depth)
    {
        var isArray = value.Kind == AnyValueKind.Array;
        var mark = writer.BeginMessage(isArray ? OtlpFields.AnyValue.Array : OtlpFields.AnyValue.KeyValueList);
        foreach (var element in value.AsArray ?? [])
        {
            WriteValue(writer, OtlpFields.ListValues, element, depth);
        }

        foreach (var element in value.AsKeyValueList ?? [])
        {
            WriteAttribute(writer, OtlpFields.ListValues, element, depth);
        }

        writer.EndMessage(mark);
    }
}
