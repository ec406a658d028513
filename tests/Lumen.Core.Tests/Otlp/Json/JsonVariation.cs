using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Lumen.Core.Tests.Otlp.Json;

/// <summary>
/// The same OTLP/JSON as other senders may write it: properties in any order, keys in snake case, unknown properties, nulls, earlier
/// copies of keys, ids in upper case, integers as strings or numbers, names for enum values, base64 without padding, escapes, white space.
/// </summary>
internal sealed class JsonVariation(int seed)
{
    private static readonly string[] Kinds = ["UNSPECIFIED", "INTERNAL", "SERVER", "CLIENT", "PRODUCER", "CONSUMER"];
    private static readonly string[] Codes = ["UNSET", "OK", "ERROR"];

    private readonly Random _random = new(seed);
    private readonly StringBuilder _text = new();

    internal byte[] Of(JsonObject json)
    {
        if (_random.Next(2) == 0)
        {
            _text.Append('\uFEFF');
        }

        Write(json);
        return Encoding.UTF8.GetBytes(_text.ToString());
    }

    private void Write(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject properties:
                Write(properties);
                break;
            case JsonArray items:
                Join('[', [.. items.Select(item => (Action)(() => Write(item)))], ']');
                break;
            default:
                _text.Append(node?.ToJsonString() ?? "null");
                break;
        }
    }

    private void Write(JsonObject properties)
    {
        var parts = new List<Action>();
        foreach (var (key, value) in properties)
        {
            parts.Insert(_random.Next(parts.Count + 1), () => WriteProperty(key, value));
        }

        if (_random.Next(4) == 0)
        {
            parts.Insert(_random.Next(parts.Count + 1), () => _text.Append("\"unknown\\u0020key\":{\"a\":[1,{\"b\":null}],\"traceId\":5}"));
        }

        if (_random.Next(4) == 0)
        {
            parts.Insert(_random.Next(parts.Count + 1), () => _text.Append("\"droppedNothing\":null"));
        }

        Join('{', parts, '}');
    }

    private void WriteProperty(string key, JsonNode? value)
    {
        if (_random.Next(8) == 0)
        {
            // An earlier copy of the key, which does not count.
            WriteKey(key);
            Write(value is JsonArray ? new JsonArray(new JsonObject(), new JsonObject()) : null);
            _text.Append(',');
        }

        WriteKey(key);
        WriteValue(key, value);
    }

    private void WriteKey(string key)
    {
        var snake = string.Concat(key.Select(letter => char.IsUpper(letter) ? $"_{char.ToLowerInvariant(letter)}" : $"{letter}"));
        var name = _random.Next(3) == 0 ? snake : key;
        // Any letter may be escaped.
        _text.Append('"').Append(_random.Next(5) == 0 ? Escaped(name[0]) + name[1..] : name).Append("\":");
    }

    private void WriteValue(string key, JsonNode? value)
    {
        switch (key)
        {
            case "traceId" or "spanId" or "parentSpanId" when _random.Next(2) == 0:
                Write(value!.GetValue<string>().ToUpperInvariant());
                break;
            case "startTimeUnixNano" or "endTimeUnixNano" or "timeUnixNano" or "intValue" when _random.Next(2) == 0:
                _text.Append(value!.GetValue<string>()).Append(_random.Next(3) == 0 ? ".0" : string.Empty);
                break;
            case "flags" or "droppedAttributesCount" or "droppedEventsCount" or "droppedLinksCount" when _random.Next(2) == 0:
                Write(value!.GetValue<long>().ToString(CultureInfo.InvariantCulture));
                break;
            case "kind" when value!.GetValue<long>() < Kinds.Length && _random.Next(2) == 0:
                Write($"SPAN_KIND_{Kinds[value.GetValue<long>()]}");
                break;
            case "code" when value!.GetValue<long>() < Codes.Length && _random.Next(2) == 0:
                Write($"STATUS_CODE_{Codes[value.GetValue<long>()]}");
                break;
            case "bytesValue" when _random.Next(2) == 0:
                Write(value!.GetValue<string>().TrimEnd('=').Replace('+', '-').Replace('/', '_'));
                break;
            case "name" or "stringValue" or "key" when _random.Next(2) == 0:
                _text.Append('"').AppendJoin(null, value!.GetValue<string>().Select(Escaped)).Append('"');
                break;
            default:
                Write(value);
                break;
        }
    }

    private void Join(char open, List<Action> parts, char close)
    {
        _text.Append(open);
        for (var i = 0; i < parts.Count; i++)
        {
            _text.Append(i > 0 ? "," : string.Empty).Append(_random.Next(4) == 0 ? " \r\n\t" : string.Empty);
            parts[i]();
        }

        _text.Append(close);
    }

    private static string Escaped(char letter) => $"\\u{(int)letter:x4}";
}
