namespace Lumen.Analysis;

/// <summary>Whether the parent of a span runs in another process: bits 8 and 9 of OTLP's <c>Span.flags</c>.</summary>
public enum RemoteParent : byte
{
    /// <summary>The sender does not say.</summary>
    Unknown = 0,

    /// <summary>The parent runs in the same process.</summary>
    Local = 1,

    /// <summary>The parent runs in another process.</summary>
    Remote = 2,
}
