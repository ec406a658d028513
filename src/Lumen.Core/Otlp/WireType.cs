namespace Lumen.Otlp;

/// <summary>How a protobuf field is laid out on the wire (protobuf encoding guide, "Message Structure").</summary>
public enum WireType
{
    /// <summary>A base-128 number of one to ten bytes.</summary>
    Varint = 0,

    /// <summary>Eight bytes, little-endian.</summary>
    Fixed64 = 1,

    /// <summary>A length and as many bytes: strings, bytes and nested messages.</summary>
    LengthDelimited = 2,

    /// <summary>The start of a group, a form that proto3 no longer writes but readers must still skip.</summary>
    StartGroup = 3,

    /// <summary>The end of a group.</summary>
    EndGroup = 4,

    /// <summary>Four bytes, little-endian.</summary>
    Fixed32 = 5,
}
