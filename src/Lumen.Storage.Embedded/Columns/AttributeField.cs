using Lumen.Otlp;

namespace Lumen.Storage.Embedded.Columns;

/// <summary>Reads attributes that are kept as whole fields, however they are written: the last key and the last value count.</summary>
internal static class AttributeField
{
    /// <summary>Reads an attribute.</summary>
    /// <param name="field">The field, tag and all.</param>
    /// <param name="key">The key in UTF-8; empty if there is none.</param>
    /// <param name="value">The AnyValue message; empty if there is none.</param>
    internal static void Read(ReadOnlySpan<byte> field, out ReadOnlySpan<byte> key, out ReadOnlySpan<byte> value)
    {
        key = value = default;
        var fields = new ProtobufReader(field);
        fields.Next(out var attribute);
        var reader = new ProtobufReader(attribute.Bytes);
        while (reader.Next(out var part))
        {
            if (part.Is(OtlpFields.KeyValue.Key, WireType.LengthDelimited))
            {
                key = part.Bytes;
            }
            else if (part.Is(OtlpFields.KeyValue.Value, WireType.LengthDelimited))
            {
                value = part.Bytes;
            }
        }
    }
}
