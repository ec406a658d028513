namespace Lumen.Queries;

/// <summary>What every span says of itself without an attribute, and how it prints.</summary>
public enum IntrinsicField
{
    /// <summary>The service, or <see cref="Resource.UnknownService"/>. Always there.</summary>
    Service = 0,

    /// <summary>The span's name. Always there; empty for a span without a name.</summary>
    Name,

    /// <summary>
    /// The kind, as a word of <see cref="SpanWords.Kinds"/>; a number outside the enum as that number. Always there.
    /// </summary>
    Kind,

    /// <summary>
    /// The status code, as a word of <see cref="SpanWords.Statuses"/>; a number outside the enum as that number. Always there.
    /// </summary>
    Status,

    /// <summary>What the status says beside its code; absent where that is empty.</summary>
    StatusMessage,

    /// <summary>End minus start in whole nanoseconds, 0 where the end lies before the start. Always there.</summary>
    Duration,

    /// <summary>
    /// Latest end minus earliest start of all stored spans of the trace in whole nanoseconds, as in <see cref="TraceSummary"/>. Always
    /// there.
    /// </summary>
    TraceDuration,

    /// <summary>The trace's id, 32 lower-case hexadecimal digits. Always there.</summary>
    TraceId,

    /// <summary>The span's own id, 16 lower-case hexadecimal digits. Always there.</summary>
    SpanId,

    /// <summary>The parent's id, 16 lower-case hexadecimal digits; absent where there is no parent.</summary>
    ParentId,

    /// <summary>The name of the instrumentation scope; absent where that is empty.</summary>
    ScopeName,

    /// <summary>The version of the instrumentation scope; absent where that is empty.</summary>
    ScopeVersion,

    /// <summary>The name of an event, whichever, an empty one too; absent where there is no event.</summary>
    EventName,
}
