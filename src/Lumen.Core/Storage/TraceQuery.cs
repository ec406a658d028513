using Lumen.Queries;

namespace Lumen.Storage;

/// <summary>
/// Which traces to look for. Every predicate that is set must hold on one and the same span; a trace is found by any of its spans, entry
/// spans have no privilege. Names are case-sensitive.
/// </summary>
public sealed record TraceQuery
{
    /// <summary>How many traces a page holds unless it is said: 20.</summary>
    public const int DefaultLimit = 20;

    /// <summary>How many traces a page holds at most: 1,000.</summary>
    public const int MaxLimit = 1_000;

    /// <summary>The span's service; null for any.</summary>
    public string? Service { get; init; }

    /// <summary>The span's name; null for any, empty for spans without a name.</summary>
    public string? Operation { get; init; }

    /// <summary>The span's kind; null for any.</summary>
    public SpanKind? Kind { get; init; }

    /// <summary>The span's status; null for any.</summary>
    public SpanStatus? Status { get; init; }

    /// <summary>The span's least duration in nanoseconds, inclusive.</summary>
    public ulong MinDurationNanos { get; init; }

    /// <summary>The span's greatest duration in nanoseconds, inclusive.</summary>
    public ulong MaxDurationNanos { get; init; } = ulong.MaxValue;

    /// <summary>The least duration of the whole trace, as far as it is stored, in nanoseconds, inclusive.</summary>
    public ulong MinTraceDurationNanos { get; init; }

    /// <summary>The greatest duration of the whole trace, as far as it is stored, in nanoseconds, inclusive.</summary>
    public ulong MaxTraceDurationNanos { get; init; } = ulong.MaxValue;

    /// <summary>What must hold on the span besides; null for nothing.</summary>
    public SpanPredicate? Where { get; init; }

    /// <summary>The span starts at this moment or later; nanoseconds since the Unix epoch.</summary>
    public ulong FromUnixNano { get; init; }

    /// <summary>
    /// The span starts before this moment; nanoseconds since the Unix epoch. The last there is, 2^64 - 1 and the default, is no end: a span
    /// that starts then is found too.
    /// </summary>
    public ulong ToUnixNano { get; init; } = ulong.MaxValue;

    /// <summary>How many traces to return at most, 1 to <see cref="MaxLimit"/>.</summary>
    public int Limit { get; init; } = DefaultLimit;

    /// <summary>
    /// About how many bytes of memory the search may take for the spans of a trace while it summarises it, beside what its page keeps; a
    /// trace that takes more ends it with a <see cref="TraceTooLargeException"/>. No bound by default; a store may summarise without one.
    /// </summary>
    public long MaxReadBytes { get; init; } = long.MaxValue;

    /// <summary>Whether a span that starts at a moment is within the window.</summary>
    /// <param name="startUnixNano">The start; nanoseconds since the Unix epoch.</param>
    public bool IsInWindow(ulong startUnixNano) =>
        startUnixNano >= FromUnixNano && (startUnixNano < ToUnixNano || ToUnixNano == ulong.MaxValue);

    /// <summary>Where the page before this one ended; null for the first.</summary>
    public SearchCursor? After { get; init; }
}
