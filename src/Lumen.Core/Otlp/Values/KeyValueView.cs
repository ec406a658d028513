namespace Lumen.Otlp;

/// <summary>A <c>KeyValue</c> message as it lies in other bytes. As in all protobuf, of a field that repeats the last one counts.</summary>
internal readonly ref struct KeyValueView
{
    private KeyValueView(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        Key = key;
        Value = value;
    }

    /// <summary>The key in UTF-8; empty where there is none.</summary>
    internal ReadOnlySpan<byte> Key { get; }

    /// <summary>The bytes of an <c>AnyValue</c> message; empty where there is none.</summary>
    internal ReadOnlySpan<byte> Value { get; }

    internal static KeyValueView Read(ReadOnlySpan<byte> message)
    {
        ReadOnlySpan<byte> key = default;
        ReadOnlySpan<byte> value = default;
        var position = 0;
        while (WireFormat.TryReadField(message, ref position, out var tag, out _, out var bytes))
        {
            if (tag == OtlpTags.KeyValue.Key)
            {
                key = bytes;
            }
            else if (tag == OtlpTags.KeyValue.Value)
            {
                value = bytes;
            }
        }

        return new KeyValueView(key, value);
    }
}
