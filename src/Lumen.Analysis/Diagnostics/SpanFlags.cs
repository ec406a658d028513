namespace Lumen.Analysis;

/// <summary>
/// What is odd about one span of a forest. <see cref="DiagnosticCodes.Of(SpanFlags)"/> gives the name of each.
/// </summary>
[Flags]
public enum SpanFlags : byte
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The span ended before it started; its end was raised to its start.</summary>
    NegativeDuration = 1,

    /// <summary>Further copies of the span came; one was kept.</summary>
    Duplicate = 2,

    /// <summary>A client and its server share the id, as Zipkin's senders do; each server was made a child of the client.</summary>
    SharedId = 4,

    /// <summary>Different spans came under this id; each was kept, under a key of its own.</summary>
    DuplicateId = 8,

    /// <summary>The span names a parent that is not among the spans; it became a root.</summary>
    Orphan = 16,

    /// <summary>The span was its own ancestor; it became a root.</summary>
    Cycle = 32,
}
