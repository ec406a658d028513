namespace Lumen.Otlp;

/// <summary>What the walk over a request found in its spans, resources and scopes that keeps it from being stored as it is.</summary>
[Flags]
public enum SpanFindings
{
    /// <summary>Nothing: the request can be stored as it is.</summary>
    None = 0,

    /// <summary>A trace id that is not 16 bytes long, or all zero: that span is rejected.</summary>
    InvalidTraceId = 1,

    /// <summary>A span id that is not 8 bytes long, or all zero: that span is rejected.</summary>
    InvalidSpanId = 2,

    /// <summary>A parent id of another length than 0 and 8: the span is kept as a root, with a warning.</summary>
    InvalidParentId = 4,

    /// <summary>Text that is not UTF-8: repaired with U+FFFD.</summary>
    InvalidUtf8 = 8,

    /// <summary>More attributes than the limit: cut and counted.</summary>
    TooManyAttributes = 16,

    /// <summary>More events than the limit: cut and counted.</summary>
    TooManyEvents = 32,

    /// <summary>More links than the limit: cut and counted.</summary>
    TooManyLinks = 64,

    /// <summary>A value longer than the limit: cut.</summary>
    ValueTooLong = 128,

    /// <summary>Values nested deeper than the limit: emptied and counted.</summary>
    TooDeep = 256,

    /// <summary>A link whose ids have a wrong length or are zero: the link is dropped and counted, the span is kept.</summary>
    InvalidLink = 512,

    /// <summary>A resource or scope in several pieces, which protobuf merges: written again as one.</summary>
    RepeatedMessage = 1024,
}
