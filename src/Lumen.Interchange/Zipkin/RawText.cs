using System.Text.Json;
using System.Text.Unicode;
using Lumen.Otlp;

namespace Lumen.Interchange;

/// <summary>The text of a JSON value as it stands in the body; the default is none.</summary>
internal readonly ref struct RawText
{
    private readonly bool _isEscaped;

    private RawText(ReadOnlySpan<byte> bytes, bool isEscaped)
    {
        Bytes = bytes;
        _isEscaped = isEscaped;
    }

    /// <summary>What stands between the quotes.</summary>
    internal ReadOnlySpan<byte> Bytes { get; }

    internal bool IsEmpty => Bytes.IsEmpty;

    /// <summary>The text of a string; numbers and truth values, which careless senders write, are text too. Others are left out.</summary>
    internal static RawText Read(scoped ref Utf8JsonReader json, scoped ref ReadingNotes notes)
    {
        switch (json.TokenType)
        {
            case JsonTokenType.String or JsonTokenType.PropertyName:
                return new RawText(json.ValueSpan, json.ValueIsEscaped);
            case JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False:
                return new RawText(json.ValueSpan, isEscaped: false);
            case JsonTokenType.Null:
                return default;
            default:
                json.Skip();
                notes.SkippedValues++;
                return default;
        }
    }

    internal bool Is(ReadOnlySpan<byte> text) => Bytes.SequenceEqual(text);

    /// <summary>Writes a string field, mended where it has to be.</summary>
    internal void Write(ProtobufWriter writer, int field, scoped ref ReadingNotes notes)
    {
        if (!_isEscaped && Utf8.IsValid(Bytes))
        {
            writer.WriteBytes(field, Bytes);
            return;
        }

        var mark = writer.BeginMessage(field);
        notes.RepairedTexts += JsonText.WriteUnescaped(writer, Bytes) ? 1 : 0;
        writer.EndMessage(mark);
    }
}
