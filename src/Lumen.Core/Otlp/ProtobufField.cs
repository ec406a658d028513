namespace Lumen.Otlp;

/// <summary>One field of a protobuf message as it stands on the wire. Valid as long as the bytes it was read from.</summary>
public readonly ref struct ProtobufField
{
    internal ProtobufField(int number, WireType type, ulong value, ReadOnlySpan<byte> bytes, int start, int valueStart)
    {
        Number = number;
        Type = type;
        Value = value;
        Bytes = bytes;
        Start = start;
        ValueStart = valueStart;
    }

    /// <summary>The field number, 1 to 536,870,911.</summary>
    public int Number { get; }

    /// <summary>
    /// How it is laid out. <see cref="WireType.EndGroup"/> is never seen: a group is one field of type <see cref="WireType.StartGroup"/>.
    /// </summary>
    public WireType Type { get; }

    /// <summary>The number of a varint or fixed field; 0 for the others.</summary>
    public ulong Value { get; }

    /// <summary>The content of a length-delimited field, without its length; empty for the others.</summary>
    public ReadOnlySpan<byte> Bytes { get; }

    /// <summary>Where the field's tag begins in the bytes that are read.</summary>
    public int Start { get; }

    /// <summary>
    /// Where the content of a length-delimited field begins in the bytes that are read; for others, where the field ends.
    /// </summary>
    public int ValueStart { get; }

    /// <summary>Whether this is the field <paramref name="number"/> with the layout <paramref name="type"/>.</summary>
    public bool Is(int number, WireType type) => Number == number && Type == type;
}
