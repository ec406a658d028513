using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Lumen.Otlp;

/// <summary>
/// Reads JSON objects by <see cref="OtlpSchema"/> and writes the messages they stand for, each field where it is met. What does not fit
/// throws <see cref="JsonException"/>, as the framework's reader does.
/// </summary>
internal sealed class JsonTranscoder : IDisposable
{
    /// <summary>Stands for an id that is not hexadecimal: no id has one byte.</summary>
    private static ReadOnlySpan<byte> InvalidId => [0];

    private readonly ProtobufWriter _writer;
    private readonly ProtobufWriter _scratch;
    private readonly RepeatedKeys _repeated = new();
    private readonly int _maxDepth;

    internal JsonTranscoder(ProtobufWriter writer, int maxDepth)
    {
        _writer = writer;
        _scratch = new ProtobufWriter(pool: writer.Pool);
        _maxDepth = maxDepth;
    }

    internal int RepairedTexts { get; private set; }

    public void Dispose() => _scratch.Dispose();

    internal void ReadRequest(ref Utf8JsonReader json)
    {
        json.Read();
        Expect(json.TokenType == JsonTokenType.StartObject, "The JSON of a request must be an object");
        ReadObject(ref json, OtlpSchema.Request, depth: 0);
        json.Read();
    }

    /// <summary>Reads the object whose brace has been read, up to its end.</summary>
    private void ReadObject(ref Utf8JsonReader json, OtlpMessage message, int depth)
    {
        var start = _writer.Length;
        var repeated = _repeated.Begin();
        var (seen, position) = (0u, 0);
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var field = message.Find(TextOf(ref json), ref position);
            json.Read();
            if (field is null)
            {
                json.Skip();
                continue;
            }

            if ((seen & (1u << field.Number)) != 0)
            {
                _repeated.Void(repeated, field.Number, _writer.Length - start);
            }

            seen |= 1u << field.Number;
            if (json.TokenType != JsonTokenType.Null)
            {
                ReadField(ref json, field, depth);
            }
        }

        _repeated.End(repeated, _writer, start);
    }

    private void ReadField(ref Utf8JsonReader json, OtlpField field, int depth)
    {
        if (!field.IsRepeated)
        {
            ReadValue(ref json, field, depth);
            return;
        }

        Expect(json.TokenType == JsonTokenType.StartArray, field, "must be an array");
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            ReadMessage(ref json, field, depth);
        }
    }

    private void ReadValue(ref Utf8JsonReader json, OtlpField field, int depth)
    {
        switch (field.Kind)
        {
            case OtlpFieldKind.Message:
                ReadMessage(ref json, field, depth);
                break;
            case OtlpFieldKind.Text:
                ReadText(ref json, field);
                break;
            case OtlpFieldKind.Id:
                ReadId(ref json, field);
                break;
            case OtlpFieldKind.Bytes:
                ReadBytes(ref json, field);
                break;
            case OtlpFieldKind.Bool:
                Expect(json.TokenType is JsonTokenType.True or JsonTokenType.False, field, "must be true or false");
                WriteVarint(field, json.TokenType == JsonTokenType.True ? 1UL : 0UL);
                break;
            case OtlpFieldKind.Enum:
                WriteVarint(field, (ulong)(long)ReadEnum(ref json, field));
                break;
            default:
                ReadNumber(ref json, field);
                break;
        }
    }

    private void ReadMessage(ref Utf8JsonReader json, OtlpField field, int depth)
    {
        var mark = _writer.BeginMessage(field.Number);
        var inner = field.IsNested ? depth + 1 : depth;
        if (json.TokenType == JsonTokenType.StartObject && inner <= _maxDepth)
        {
            ReadObject(ref json, field.Message!, inner);
        }
        else
        {
            // A null among the elements of an array is an empty message, and so is what lies too deep to be kept.
            Expect(json.TokenType is JsonTokenType.StartObject or JsonTokenType.Null, field, "must be an object");
            json.Skip();
        }

        _writer.EndMessage(mark);
    }

    private void ReadText(ref Utf8JsonReader json, OtlpField field)
    {
        Expect(json.TokenType == JsonTokenType.String, field, "must be a string");
        var text = json.ValueSpan;
        if (text.IsEmpty && !field.IsAlternative)
        {
            return;
        }

        if (!json.ValueIsEscaped && Utf8.IsValid(text))
        {
            _writer.WriteBytes(field.Number, text);
            return;
        }

        var mark = _writer.BeginMessage(field.Number);
        var isRepaired = json.ValueIsEscaped ? JsonText.WriteUnescaped(_writer, text) : Utf8Repair.Write(_writer, text);
        _writer.EndMessage(mark);
        RepairedTexts += isRepaired ? 1 : 0;
    }

    private void ReadId(ref Utf8JsonReader json, OtlpField field)
    {
        Expect(json.TokenType == JsonTokenType.String, field, "must be a string of hexadecimal digits");
        var digits = TextOf(ref json);
        Span<byte> id = stackalloc byte[2 * TraceId.Size];
        if (Convert.FromHexString(digits, id, out _, out var length) != OperationStatus.Done)
        {
            _writer.WriteBytes(field.Number, InvalidId);
        }
        else if (length > 0)
        {
            _writer.WriteBytes(field.Number, id[..length]);
        }
    }

    private void ReadBytes(ref Utf8JsonReader json, OtlpField field)
    {
        Expect(json.TokenType == JsonTokenType.String, field, "must be a string in base64");
        // Either alphabet, with or without padding: made into the one form that the decoder takes, and decoded where it stands.
        CopyToScratch(ref json);
        var digits = _scratch.WrittenFrom(0).TrimEnd((byte)'=');
        digits.Replace((byte)'+', (byte)'-');
        digits.Replace((byte)'/', (byte)'_');
        Expect(Base64Url.IsValid(digits), field, "must be a string in base64");
        _writer.WriteBytes(field.Number, digits[..Base64Url.DecodeFromUtf8InPlace(digits)]);
    }

    private void ReadNumber(ref Utf8JsonReader json, OtlpField field)
    {
        Expect(json.TokenType is JsonTokenType.Number or JsonTokenType.String, field, "must be a number");
        var text = TextOf(ref json);
        switch (field.Kind)
        {
            case OtlpFieldKind.Int64:
                Expect(JsonNumber.TryReadInt64(text, out var integer), field, "must be an integer of 64 bits");
                WriteVarint(field, (ulong)integer);
                break;
            case OtlpFieldKind.UInt32:
                Expect(JsonNumber.TryReadUInt32(text, out var count), field, "must be a count of 32 bits");
                WriteVarint(field, count);
                break;
            case OtlpFieldKind.Fixed64:
                Expect(JsonNumber.TryReadUInt64(text, out var time), field, "must be nanoseconds since 1970 in 64 bits");
                if (time != 0)
                {
                    _writer.WriteFixed64(field.Number, time);
                }

                break;
            case OtlpFieldKind.Fixed32:
                Expect(JsonNumber.TryReadUInt32(text, out var flags), field, "must be an unsigned integer of 32 bits");
                if (flags != 0)
                {
                    _writer.WriteFixed32(field.Number, flags);
                }

                break;
            case OtlpFieldKind.Double:
                Expect(JsonNumber.TryReadDouble(text, out var number), field, "must be a number");
                _writer.WriteDouble(field.Number, number);
                break;
        }
    }

    private int ReadEnum(ref Utf8JsonReader json, OtlpField field)
    {
        Expect(json.TokenType is JsonTokenType.Number or JsonTokenType.String, field, "must be an integer");
        var text = TextOf(ref json);
        if (JsonNumber.TryReadInt32(text, out var value))
        {
            return value;
        }

        // A name of a later version of the protocol means nothing here, as an unknown field does.
        Expect(json.TokenType == JsonTokenType.String, field, "must be an integer of 32 bits");
        return field.EnumValues.GetValueOrDefault(Encoding.UTF8.GetString(text));
    }

    private void WriteVarint(OtlpField field, ulong value)
    {
        if (value != 0 || field.IsAlternative)
        {
            _writer.WriteVarint(field.Number, value);
        }
    }

    /// <summary>The text of a name, a string or a number; valid until the next call.</summary>
    private ReadOnlySpan<byte> TextOf(ref Utf8JsonReader json)
    {
        if (!json.ValueIsEscaped)
        {
            return json.ValueSpan;
        }

        CopyToScratch(ref json);
        return _scratch.Written;
    }

    private void CopyToScratch(ref Utf8JsonReader json)
    {
        _scratch.Truncate(0);
        if (json.ValueIsEscaped)
        {
            JsonText.WriteUnescaped(_scratch, json.ValueSpan);
        }
        else
        {
            _scratch.WriteRaw(json.ValueSpan);
        }
    }

    private static void Expect([DoesNotReturnIf(false)] bool condition, OtlpField field, string what)
    {
        if (!condition)
        {
            throw new JsonException($"'{field.JsonName}' {what}.");
        }
    }

    private static void Expect([DoesNotReturnIf(false)] bool condition, string sentence)
    {
        if (!condition)
        {
            throw new JsonException($"{sentence}.");
        }
    }
}
