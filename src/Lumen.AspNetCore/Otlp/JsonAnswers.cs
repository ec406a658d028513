using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Lumen.AspNetCore.Otlp;

/// <summary>Writes the JSON of answers.</summary>
internal static class JsonAnswers
{
    // The answers are JSON for programs and for people at a terminal, never part of a page: quotes and umlauts stay as they are.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Makes an object of the members that a delegate writes.</summary>
    public static byte[] Object(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
