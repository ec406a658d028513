namespace Lumen;

/// <summary>What an <see cref="AnyValue"/> holds: OTLP's <c>AnyValue</c> alternatives.</summary>
public enum AnyValueKind
{
    /// <summary>No value, which is legal and not the same as an empty string.</summary>
    Empty = 0,

    /// <summary>Text.</summary>
    String,

    /// <summary>True or false.</summary>
    Bool,

    /// <summary>A signed 64-bit integer.</summary>
    Int,

    /// <summary>A double, NaN and the infinities included.</summary>
    Double,

    /// <summary>A list of values of any kind.</summary>
    Array,

    /// <summary>A list of keys and values.</summary>
    KeyValueList,

    /// <summary>Bytes.</summary>
    Bytes,
}
