namespace Lumen.Ingestion;

/// <summary>How an OTLP request is encoded.</summary>
public enum OtlpFormat
{
    /// <summary>Binary protobuf.</summary>
    Protobuf = 0,

    /// <summary>OTLP/JSON: hexadecimal ids, enums as integers (OTLP specification, "JSON Protobuf Encoding").</summary>
    Json,
}
