namespace Lumen.Otlp;

/// <summary>
/// Reads the fields of one protobuf message one after the other, without allocating and without trusting a single length. Lengths and
/// numbers may be padded (non-minimal), as the .NET exporter writes them. It does not throw: where the bytes are no message,
/// <see cref="Next"/> returns false and <see cref="IsMalformed"/> is set.
/// </summary>
/// <remarks>O(n) over a message. Source: protobuf encoding guide.</remarks>
public ref struct ProtobufReader
{
    private const uint TypeMask = 7;

    private readonly ReadOnlySpan<byte> _data;
    private int _position;

    /// <summary>Begins to read a message.</summary>
    /// <param name="message">The bytes of the message, without a length before them.</param>
    public ProtobufReader(ReadOnlySpan<byte> message) => _data = message;

    /// <summary>Whether the bytes turned out not to be a message. What was read before that is what the bytes said.</summary>
    public readonly bool IsMalformed => _position < 0;

    /// <summary>How many bytes have been read: where the next field begins. Negative where the bytes are malformed.</summary>
    public readonly int Position => _position;

    /// <summary>Reads the next field, a whole group as one field.</summary>
    /// <param name="field">The field.</param>
    /// <returns>False at the end of the message and where it is malformed.</returns>
    public bool Next(out ProtobufField field)
    {
        var start = _position;
        var position = start;
        var found = WireFormat.TryReadField(_data, ref position, out var tag, out var value, out var bytes);
        _position = position;
        var number = (int)(tag >> WireFormat.TagTypeBits);
        field = found ? new ProtobufField(number, (WireType)(tag & TypeMask), value, bytes, start, position - bytes.Length) : default;
        return found;
    }
}
