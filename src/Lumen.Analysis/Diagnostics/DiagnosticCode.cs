namespace Lumen.Analysis;

/// <summary>What a diagnostic is about: each of <see cref="SpanFlags"/>, and guesses that leave no flag.</summary>
public enum DiagnosticCode
{
    /// <summary>See <see cref="SpanFlags.NegativeDuration"/>.</summary>
    NegativeDuration,

    /// <summary>See <see cref="SpanFlags.Duplicate"/>.</summary>
    Duplicate,

    /// <summary>See <see cref="SpanFlags.SharedId"/>.</summary>
    SharedId,

    /// <summary>See <see cref="SpanFlags.DuplicateId"/>.</summary>
    DuplicateId,

    /// <summary>See <see cref="SpanFlags.Orphan"/>.</summary>
    Orphan,

    /// <summary>See <see cref="SpanFlags.Cycle"/>.</summary>
    Cycle,

    /// <summary>
    /// A consumer below a span of another service, whose sender does not say where the parent runs, was taken as asynchronous: its
    /// parent is assumed not to wait for it.
    /// </summary>
    AssumedAsynchronous,

    /// <summary>
    /// The parent waits for the span, and yet the span ran wholly before or after it: two clocks disagree, or the work was left behind.
    /// The span and all below it have no part in the critical path.
    /// </summary>
    OutsideParent,
}
