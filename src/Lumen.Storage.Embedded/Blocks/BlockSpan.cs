namespace Lumen.Storage.Embedded.Blocks;

/// <summary>
/// What a block keeps of a span beside its body: enough to decide whether it is asked for, and to put its bytes together again.
/// </summary>
internal readonly record struct BlockSpan
{
    internal required TraceId TraceId { get; init; }

    internal required SpanId SpanId { get; init; }

    internal required SpanId ParentSpanId { get; init; }

    internal required ulong StartUnixNano { get; init; }

    internal required ulong EndUnixNano { get; init; }

    /// <summary>Number of its origin in the bucket's catalog.</summary>
    internal required int Origin { get; init; }

    internal required SpanStatus Status { get; init; }

    internal ulong DurationNanos => EndUnixNano > StartUnixNano ? EndUnixNano - StartUnixNano : 0;
}
