using Lumen.Otlp;

namespace Lumen.Interchange;

/// <summary>Writes attributes, of a span where no field is given.</summary>
internal static class SpanAttributes
{
    internal static void Write(ProtobufWriter writer, int field, ReadOnlySpan<byte> key, RawText value, scoped ref ReadingNotes notes)
    {
        var attribute = writer.BeginMessage(field);
        writer.WriteBytes(OtlpFields.KeyValue.Key, key);
        WriteText(writer, value, ref notes);
        writer.EndMessage(attribute);
    }

    internal static void Write(ProtobufWriter writer, RawText key, RawText value, scoped ref ReadingNotes notes)
    {
        var attribute = writer.BeginMessage(OtlpFields.Span.Attributes);
        key.Write(writer, OtlpFields.KeyValue.Key, ref notes);
        WriteText(writer, value, ref notes);
        writer.EndMessage(attribute);
    }

    internal static void Write(ProtobufWriter writer, ReadOnlySpan<byte> key, long value) =>
        WriteNumber(writer, key, OtlpFields.AnyValue.Int, (ulong)value);

    internal static void Write(ProtobufWriter writer, ReadOnlySpan<byte> key, bool value) =>
        WriteNumber(writer, key, OtlpFields.AnyValue.Bool, value ? 1UL : 0UL);

    private static void WriteText(ProtobufWriter writer, RawText text, scoped ref ReadingNotes notes)
    {
        var value = writer.BeginMessage(OtlpFields.KeyValue.Value);
        text.Write(writer, OtlpFields.AnyValue.String, ref notes);
        writer.EndMessage(value);
    }

    private static void WriteNumber(ProtobufWriter writer, ReadOnlySpan<byte> key, int kind, ulong number)
    {
        var attribute = writer.BeginMessage(OtlpFields.Span.Attributes);
        writer.WriteBytes(OtlpFields.KeyValue.Key, key);
        var value = writer.BeginMessage(OtlpFields.KeyValue.Value);
        writer.WriteVarint(kind, number);
        writer.EndMessage(value);
        writer.EndMessage(attribute);
    }
}
