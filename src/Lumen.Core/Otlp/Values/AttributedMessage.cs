using System.Text;

namespace Lumen.Otlp;

/// <summary>The interpreted content of a <c>Resource</c> or an <c>InstrumentationScope</c>.</summary>
internal sealed record AttributedMessage(string Name, string Version, IReadOnlyList<KeyValue> Attributes, uint DroppedAttributesCount)
{
    internal static AttributedMessage ReadResource(ReadOnlySpan<byte> message)
    {
        var attributes = new List<KeyValue>();
        uint dropped = 0;
        var reader = new ProtobufReader(message);
        while (reader.Next(out var field))
        {
            switch (field.Number)
            {
                case OtlpFields.Resource.Attributes when field.Type == WireType.LengthDelimited:
                    attributes.Add(AnyValueReader.ReadKeyValue(field.Bytes));
                    break;
                case OtlpFields.Resource.DroppedAttributesCount when field.Type == WireType.Varint:
                    dropped = (uint)field.Value;
                    break;
            }
        }

        return new AttributedMessage(string.Empty, string.Empty, attributes, dropped);
    }

    internal static AttributedMessage ReadScope(ReadOnlySpan<byte> message)
    {
        var (name, version) = (string.Empty, string.Empty);
        var attributes = new List<KeyValue>();
        uint dropped = 0;
        var reader = new ProtobufReader(message);
        while (reader.Next(out var field))
        {
            switch (field.Number)
            {
                case OtlpFields.Scope.Name when field.Type == WireType.LengthDelimited:
                    name = Encoding.UTF8.GetString(field.Bytes);
                    break;
                case OtlpFields.Scope.Version when field.Type == WireType.LengthDelimited:
                    version = Encoding.UTF8.GetString(field.Bytes);
                    break;
                case OtlpFields.Scope.Attributes when field.Type == WireType.LengthDelimited:
                    attributes.Add(AnyValueReader.ReadKeyValue(field.Bytes));
                    break;
                case OtlpFields.Scope.DroppedAttributesCount when field.Type == WireType.Varint:
                    dropped = (uint)field.Value;
                    break;
            }
        }

        return new AttributedMessage(name, version, attributes, dropped);
    }
}
