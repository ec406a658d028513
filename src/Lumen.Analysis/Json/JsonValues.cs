using System.Text.Json;

namespace Lumen.Analysis;

/// <summary>The values of the contract that JSON has no type for.</summary>
internal static class JsonValues
{
    /// <summary>Longer than a trace id, a key and a 64-bit number.</summary>
    private const int MaximumLength = 32;

    /// <summary>Writes a property whose value is the text of an id, a key or a number.</summary>
    internal static void WriteFormatted<T>(this Utf8JsonWriter writer, JsonEncodedText property, T value)
        where T : ISpanFormattable
    {
        writer.WritePropertyName(property);
        writer.WriteFormattedValue(value);
    }

    /// <summary>Writes the text of an id, a key or a number.</summary>
    internal static void WriteFormattedValue<T>(this Utf8JsonWriter writer, T value)
        where T : ISpanFormattable
    {
        Span<char> text = stackalloc char[MaximumLength];
        value.TryFormat(text, out var length, default, null);
        writer.WriteStringValue(text[..length]);
    }

    /// <summary>Writes the key of a row, or null for none.</summary>
    internal static void WriteKey(this Utf8JsonWriter writer, JsonEncodedText property, TraceAnalysis analysis, int row)
    {
        if (row < 0)
        {
            writer.WriteNull(property);
        }
        else
        {
            writer.WriteFormatted(property, analysis.Spans[row].Key);
        }
    }

    /// <summary>Writes the two times of an interval.</summary>
    internal static void WriteInterval(this Utf8JsonWriter writer, ulong start, ulong end)
    {
        writer.WriteFormatted(JsonNames.StartUnixNano, start);
        writer.WriteFormatted(JsonNames.EndUnixNano, end);
    }
}
