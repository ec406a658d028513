using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Lumen.Otlp;

/// <summary>
/// Writes OTLP messages as OTLP/JSON, straight from their bytes. Fields unknown to Lumen, and fields that hold their default, are left out;
/// ids are lower-case hexadecimal, 64-bit integers decimal strings, bytes base64, enums integers, and doubles that are no number strings.
/// </summary>
/// <remarks>
/// It is made for bytes that ingestion accepted. Others give no exception: what is malformed ends its message there, text that is not UTF-8
/// is repaired, an id of any length is written, and of a field that may occur once the last one is. Values nest at most
/// <see cref="MaxDepth"/> lists; what lies deeper is written as an empty value, so the JSON is at most 550 levels deep, which the writer's
/// own default allows. O(n). Thread-safe as far as the writer handed in is not shared. Source: OTLP specification 1.11, "JSON Protobuf
/// Encoding".
/// </remarks>
public static class OtlpJsonWriter
{
    /// <summary>How many lists may lie in each other.</summary>
    public const int MaxDepth = AnyValueReader.MaxDepth;

    private const int LongestNumber = 20;

    /// <summary>Writes an <c>ExportTraceServiceRequest</c> as an object.</summary>
    /// <param name="json">Where to write.</param>
    /// <param name="request">The bytes of the message.</param>
    public static void WriteRequest(Utf8JsonWriter json, ReadOnlySpan<byte> request) =>
        WriteObject(json, OtlpSchema.Request, request, depth: 0);

    /// <summary>Writes a <c>Span</c> as an object.</summary>
    /// <param name="json">Where to write.</param>
    /// <param name="span">The bytes of the message.</param>
    public static void WriteSpan(Utf8JsonWriter json, ReadOnlySpan<byte> span) => WriteObject(json, OtlpSchema.Span, span, depth: 0);

    /// <summary>Writes the properties of a <c>Span</c> into an object that is open, so that others can stand beside them.</summary>
    /// <param name="json">Where to write.</param>
    /// <param name="span">The bytes of the message.</param>
    public static void WriteSpanProperties(Utf8JsonWriter json, ReadOnlySpan<byte> span) =>
        WriteProperties(json, OtlpSchema.Span, span, depth: 0);

    /// <summary>Writes a <c>Resource</c> as an object.</summary>
    /// <param name="json">Where to write.</param>
    /// <param name="resource">The bytes of the message; none give an empty object.</param>
    public static void WriteResource(Utf8JsonWriter json, ReadOnlySpan<byte> resource) =>
        WriteObject(json, OtlpSchema.Resource, resource, depth: 0);

    /// <summary>Writes the properties of a <c>Resource</c> into an object that is open.</summary>
    /// <param name="json">Where to write.</param>
    /// <param name="resource">The bytes of the message.</param>
    public static void WriteResourceProperties(Utf8JsonWriter json, ReadOnlySpan<byte> resource) =>
        WriteProperties(json, OtlpSchema.Resource, resource, depth: 0);

    /// <summary>Writes an <c>InstrumentationScope</c> as an object.</summary>
    /// <param name="json">Where to write.</param>
    /// <param name="scope">The bytes of the message; none give an empty object.</param>
    public static void WriteScope(Utf8JsonWriter json, ReadOnlySpan<byte> scope) => WriteObject(json, OtlpSchema.Scope, scope, depth: 0);

    /// <summary>Writes the properties of an <c>InstrumentationScope</c> into an object that is open.</summary>
    /// <param name="json">Where to write.</param>
    /// <param name="scope">The bytes of the message.</param>
    public static void WriteScopeProperties(Utf8JsonWriter json, ReadOnlySpan<byte> scope) =>
        WriteProperties(json, OtlpSchema.Scope, scope, depth: 0);

    private static void WriteObject(Utf8JsonWriter json, OtlpMessage type, ReadOnlySpan<byte> message, int depth)
    {
        json.WriteStartObject();
        if (type.IsChoice)
        {
            WriteChosen(json, type, message, depth);
        }
        else
        {
            WriteProperties(json, type, message, depth);
        }

        json.WriteEndObject();
    }

    /// <summary>Writes the one property of a value: the alternatives void each other, the last one counts.</summary>
    private static void WriteChosen(Utf8JsonWriter json, OtlpMessage type, ReadOnlySpan<byte> message, int depth)
    {
        OtlpField? chosen = null;
        ProtobufField last = default;
        var reader = new ProtobufReader(message);
        while (reader.Next(out var field))
        {
            if (type.Find(field.Number) is { } known && known.WireType == field.Type)
            {
                chosen = known;
                last = field;
            }
        }

        if (chosen is not null)
        {
            WriteProperty(json, chosen, last.Bytes, last.Value, depth);
        }
    }

    private static void WriteProperties(Utf8JsonWriter json, OtlpMessage type, ReadOnlySpan<byte> message, int depth)
    {
        // The last occurrence of each known field.
        Span<Occurrence> last = stackalloc Occurrence[type.HighestNumber + 1];
        last.Clear();
        var reader = new ProtobufReader(message);
        while (reader.Next(out var field))
        {
            if (type.Find(field.Number) is { } known && known.WireType == field.Type)
            {
                last[field.Number] = new Occurrence(field.ValueStart, field.Bytes.Length, field.Value);
            }
        }

        foreach (var known in type.Fields)
        {
            var found = last[known.Number];
            if (found.Start == 0)
            {
                continue;
            }

            if (known.IsRepeated)
            {
                WriteArray(json, known, message, depth);
            }
            else
            {
                WriteProperty(json, known, message.Slice(found.Start, found.Length), found.Value, depth);
            }
        }
    }

    private static void WriteArray(Utf8JsonWriter json, OtlpField type, ReadOnlySpan<byte> message, int depth)
    {
        json.WriteStartArray(type.JsonName);
        var reader = new ProtobufReader(message);
        while (reader.Next(out var field))
        {
            if (!field.Is(type.Number, WireType.LengthDelimited))
            {
                continue;
            }

            if (type.Message == OtlpSchema.KeyValue)
            {
                WriteKeyValue(json, field.Bytes, depth);
            }
            else
            {
                WriteObject(json, type.Message!, field.Bytes, depth);
            }
        }

        json.WriteEndArray();
    }

    /// <summary>The same as <see cref="WriteObject"/> does, without a table: most messages are these.</summary>
    private static void WriteKeyValue(Utf8JsonWriter json, ReadOnlySpan<byte> message, int depth)
    {
        var (keyField, valueField) = (OtlpSchema.KeyValue.Fields[0], OtlpSchema.KeyValue.Fields[1]);
        ProtobufField key = default;
        ProtobufField value = default;
        var reader = new ProtobufReader(message);
        while (reader.Next(out var field))
        {
            if (field.Is(keyField.Number, keyField.WireType))
            {
                key = field;
            }
            else if (field.Is(valueField.Number, valueField.WireType))
            {
                value = field;
            }
        }

        json.WriteStartObject();
        WriteBytes(json, keyField, key.Bytes);
        if (value.Number != 0)
        {
            WriteProperty(json, valueField, value.Bytes, 0, depth);
        }

        json.WriteEndObject();
    }

    /// <param name="json">Where to write.</param>
    /// <param name="type">The field.</param>
    /// <param name="bytes">Its bytes, of a field that has a length.</param>
    /// <param name="value">Its number, of one that has none.</param>
    /// <param name="depth">How many lists it lies in.</param>
    private static void WriteProperty(Utf8JsonWriter json, OtlpField type, ReadOnlySpan<byte> bytes, ulong value, int depth)
    {
        if (type.Kind == OtlpFieldKind.Message)
        {
            var inner = type.IsNested ? depth + 1 : depth;
            if (inner <= MaxDepth)
            {
                json.WritePropertyName(type.JsonName);
                WriteObject(json, type.Message!, bytes, inner);
            }
        }
        else if (type.WireType == WireType.LengthDelimited)
        {
            WriteBytes(json, type, bytes);
        }
        else if (value != 0 || type.IsAlternative)
        {
            WriteNumber(json, type, value);
        }
    }

    private static void WriteBytes(Utf8JsonWriter json, OtlpField type, ReadOnlySpan<byte> bytes)
    {
        if (type.Kind == OtlpFieldKind.Bytes)
        {
            json.WriteBase64String(type.JsonName, bytes);
        }
        else if (type.Kind == OtlpFieldKind.Id && bytes.ContainsAnyExcept((byte)0))
        {
            WriteId(json, type, bytes);
        }
        else if (type.Kind == OtlpFieldKind.Text && (bytes.Length > 0 || type.IsAlternative))
        {
            if (Utf8.IsValid(bytes))
            {
                json.WriteString(type.JsonName, bytes);
            }
            else
            {
                json.WriteString(type.JsonName, Encoding.UTF8.GetString(bytes));
            }
        }
    }

    private static void WriteId(Utf8JsonWriter json, OtlpField type, ReadOnlySpan<byte> id)
    {
        Span<byte> digits = stackalloc byte[TraceId.HexLength];
        if (Convert.TryToHexStringLower(id, digits, out var length))
        {
            json.WriteString(type.JsonName, digits[..length]);
        }
        else
        {
            json.WriteString(type.JsonName, Convert.ToHexStringLower(id));
        }
    }

    private static void WriteNumber(Utf8JsonWriter json, OtlpField type, ulong value)
    {
        Span<byte> digits = stackalloc byte[LongestNumber];
        switch (type.Kind)
        {
            case OtlpFieldKind.Bool:
                json.WriteBoolean(type.JsonName, value != 0);
                break;
            case OtlpFieldKind.Int64:
                Utf8Formatter.TryFormat((long)value, digits, out var signedLength);
                json.WriteString(type.JsonName, digits[..signedLength]);
                break;
            case OtlpFieldKind.Fixed64:
                Utf8Formatter.TryFormat(value, digits, out var length);
                json.WriteString(type.JsonName, digits[..length]);
                break;
            case OtlpFieldKind.Enum:
                json.WriteNumber(type.JsonName, (int)value);
                break;
            case OtlpFieldKind.Double:
                WriteDouble(json, type, BitConverter.UInt64BitsToDouble(value));
                break;
            default:
                json.WriteNumber(type.JsonName, (uint)value);
                break;
        }
    }

    /// <summary>Where the content of a field is in its message, behind a tag and so never at 0; and its number if it is one.</summary>
    private readonly record struct Occurrence(int Start, int Length, ulong Value);

    private static void WriteDouble(Utf8JsonWriter json, OtlpField type, double value)
    {
        if (double.IsFinite(value))
        {
            json.WriteNumber(type.JsonName, value);
        }
        else
        {
            json.WriteString(type.JsonName, double.IsNaN(value) ? "NaN"u8 : value > 0 ? "Infinity"u8 : "-Infinity"u8);
        }
    }
}
