using System.Text;
using Lumen.Otlp;

namespace Lumen.Ingestion;

/// <summary>Attributes that resources get which do not have them. Immutable.</summary>
internal sealed class ResourceHooks(IReadOnlyDictionary<string, string> attributes)
{
    private readonly (byte[] Key, string Value)[] _attributes =
        [.. attributes.Select(attribute => (Encoding.UTF8.GetBytes(attribute.Key), attribute.Value))];

    /// <summary>Whether resources get nothing.</summary>
    internal bool IsEmpty => _attributes.Length == 0;

    /// <summary>Writes the attributes that a resource does not have.</summary>
    /// <param name="writer">Where the resource is being written.</param>
    /// <param name="resource">The resource as it came.</param>
    internal void WriteMissing(ProtobufWriter writer, ReadOnlySpan<byte> resource)
    {
        foreach (var (key, value) in _attributes)
        {
            if (!Has(resource, key))
            {
                var mark = writer.BeginMessage(OtlpFields.Resource.Attributes);
                writer.WriteBytes(OtlpFields.KeyValue.Key, key);
                AnyValueWriter.WriteValue(writer, OtlpFields.KeyValue.Value, AnyValue.Of(value));
                writer.EndMessage(mark);
            }
        }
    }

    private static bool Has(ReadOnlySpan<byte> resource, ReadOnlySpan<byte> key)
    {
        var reader = new ProtobufReader(resource);
        while (reader.Next(out var field))
        {
            if (field.Number == OtlpFields.Resource.Attributes && AttributeHooks.KeyOf(field.Bytes).SequenceEqual(key))
            {
                return true;
            }
        }

        return false;
    }
}
