namespace Lumen.Otlp;

/// <summary>What a field of an OTLP message holds, which decides its form on the wire and in JSON.</summary>
internal enum OtlpFieldKind
{
    /// <summary>A string.</summary>
    Text = 0,

    /// <summary>A trace or span id: bytes on the wire, hexadecimal digits in JSON.</summary>
    Id,

    /// <summary>Bytes; base64 in JSON.</summary>
    Bytes,

    /// <summary>A varint of 0 or 1; <c>true</c> or <c>false</c> in JSON.</summary>
    Bool,

    /// <summary>A varint of 64 bits, signed; a decimal string in JSON.</summary>
    Int64,

    /// <summary>A varint of 32 bits, unsigned.</summary>
    UInt32,

    /// <summary>8 bytes, unsigned; a decimal string in JSON.</summary>
    Fixed64,

    /// <summary>4 bytes, unsigned.</summary>
    Fixed32,

    /// <summary>A double; a string in JSON where it is not a number.</summary>
    Double,

    /// <summary>A varint of 32 bits, signed; an integer in JSON, though its names are taken too.</summary>
    Enum,

    /// <summary>A message.</summary>
    Message,
}
