namespace Lumen.Otlp;

/// <summary>How reading a request ended.</summary>
public enum OtlpReadStatus
{
    /// <summary>Every span has a header, and the request can be stored as it is.</summary>
    Read = 0,

    /// <summary>The bytes are an OTLP request, but some of it must be rejected, repaired or cut first. There is no batch.</summary>
    NeedsRepair,

    /// <summary>The bytes are not an OTLP request. There is no batch.</summary>
    Malformed,

    /// <summary>There are more spans than the limit. There is no batch.</summary>
    TooManySpans,
}
