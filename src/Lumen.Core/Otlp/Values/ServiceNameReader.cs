using System.Text;

namespace Lumen.Otlp;

/// <summary>Finds <c>service.name</c> in a <c>Resource</c> message without interpreting the other attributes.</summary>
internal static class ServiceNameReader
{
    internal static string Read(ReadOnlySpan<byte> resource)
    {
        ReadOnlySpan<byte> name = default;
        var reader = new ProtobufReader(resource);
        while (reader.Next(out var field))
        {
            // Of repeated keys the last one wins, as everywhere in Lumen.
            if (field.Is(OtlpFields.Resource.Attributes, WireType.LengthDelimited) && IsServiceName(field.Bytes, out var value))
            {
                name = StringOf(value);
            }
        }

        return name.IsEmpty ? Resource.UnknownService : Encoding.UTF8.GetString(name);
    }

    private static bool IsServiceName(ReadOnlySpan<byte> keyValue, out ReadOnlySpan<byte> value)
    {
        ReadOnlySpan<byte> key = default;
        value = default;
        var reader = new ProtobufReader(keyValue);
        while (reader.Next(out var field))
        {
            if (field.Is(OtlpFields.KeyValue.Key, WireType.LengthDelimited))
            {
                key = field.Bytes;
            }
            else if (field.Is(OtlpFields.KeyValue.Value, WireType.LengthDelimited))
            {
                value = field.Bytes;
            }
        }

        return key.SequenceEqual("service.name"u8);
    }

    private static ReadOnlySpan<byte> StringOf(ReadOnlySpan<byte> anyValue)
    {
        ReadOnlySpan<byte> text = default;
        var reader = new ProtobufReader(anyValue);
        while (reader.Next(out var field))
        {
            // Of the alternatives the last one is meant; a field that is none of them changes nothing.
            if (field.Number <= OtlpTags.AnyValue.LastField)
            {
                text = field.Is(OtlpFields.AnyValue.String, WireType.LengthDelimited) ? field.Bytes : default;
            }
        }

        return text;
    }
}
