using Lumen.Otlp;

namespace Lumen.Core.Tests.Otlp.Requests;

/// <summary>
/// The same request as other writers may put it on the wire: lengths and numbers padded, unknown fields and groups between the known ones,
/// fields of different numbers in any order, earlier copies of numbers that do not count.
/// </summary>
internal sealed class WireVariation(int seed)
{
    private const int UnknownField = 1_000;

    private readonly Random _random = new(seed);

    internal byte[] Of(byte[] request)
    {
        using var writer = new ProtobufWriter();
        Write(writer, OtlpSchema.Request, request);
        return writer.ToArray();
    }

    private void Write(ProtobufWriter writer, OtlpMessage type, ReadOnlySpan<byte> message)
    {
        var fields = new List<(int Number, byte[] Bytes)>();
        var reader = new ProtobufReader(message);
        while (reader.Next(out var field))
        {
            using var written = new ProtobufWriter();
            WriteField(written, type.Find(field.Number)!, field);
            fields.Add((field.Number, written.ToArray()));
        }

        // Fields of one number keep their order; the numbers do not.
        foreach (var group in fields.GroupBy(field => field.Number).OrderBy(_ => _random.Next()))
        {
            WriteUnknown(writer);
            foreach (var (_, bytes) in group)
            {
                writer.WriteRaw(bytes);
            }
        }
    }

    private void WriteField(ProtobufWriter writer, OtlpField type, ProtobufField field)
    {
        if (field.Type != WireType.LengthDelimited && _random.Next(4) == 0 && !type.IsAlternative)
        {
            WriteNumber(writer, field, 77);
        }

        if (field.Type != WireType.LengthDelimited)
        {
            WriteNumber(writer, field, field.Value);
            return;
        }

        var content = field.Bytes.ToArray();
        if (type.Message is { } message)
        {
            using var inner = new ProtobufWriter();
            Write(inner, message, content);
            content = inner.ToArray();
        }

        WriteTag(writer, field);
        WriteVarint(writer, (ulong)content.Length);
        writer.WriteRaw(content);
    }

    private void WriteNumber(ProtobufWriter writer, ProtobufField field, ulong value)
    {
        switch (field.Type)
        {
            case WireType.Varint:
                WriteTag(writer, field);
                WriteVarint(writer, value);
                break;
            case WireType.Fixed64:
                writer.WriteFixed64(field.Number, value);
                break;
            default:
                writer.WriteFixed32(field.Number, (uint)value);
                break;
        }
    }

    private void WriteTag(ProtobufWriter writer, ProtobufField field) =>
        WriteVarint(writer, ((ulong)field.Number << 3) | (ulong)field.Type);

    /// <summary>Writes a number with bytes at its end that say nothing, as the .NET exporter pads its lengths.</summary>
    private void WriteVarint(ProtobufWriter writer, ulong value)
    {
        var bytes = new List<byte>();
        for (; value >= 0x80; value >>= 7)
        {
            bytes.Add((byte)(value | 0x80));
        }

        bytes.Add((byte)value);
        for (var more = _random.Next(2) == 0 ? 0 : _random.Next(4); more > 0 && bytes.Count < 10; more--)
        {
            bytes[^1] |= 0x80;
            bytes.Add(0);
        }

        writer.WriteRaw(bytes.ToArray());
    }

    private void WriteUnknown(ProtobufWriter writer)
    {
        switch (_random.Next(12))
        {
            case 0:
                writer.WriteVarint(UnknownField, ulong.MaxValue);
                break;
            case 1:
                writer.WriteBytes(UnknownField, [0xFF, 0xFF]);
                break;
            case 2:
                // A group with a group inside it: 1000 { 1: 5, 2 { } }.
                writer.WriteRaw([0xC3, 0x3E, 0x08, 0x05, 0x13, 0x14, 0xC4, 0x3E]);
                break;
        }
    }
}
