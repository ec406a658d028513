namespace Lumen;

/// <summary>
/// What the pipeline and a store need to know of a span without interpreting it, and where its bytes are. One per span of a
/// <see cref="SpanBatch"/>, in the order of the request.
/// </summary>
public readonly record struct SpanHeader
{
    /// <summary>The trace it belongs to; never zero in a batch that ingestion accepted.</summary>
    public TraceId TraceId { get; init; }

    /// <summary>Its own id; never zero in a batch that ingestion accepted.</summary>
    public SpanId SpanId { get; init; }

    /// <summary>The parent's id; zero for none.</summary>
    public SpanId ParentSpanId { get; init; }

    /// <summary>Start in nanoseconds since the Unix epoch, as sent: 0 and the far future included.</summary>
    public ulong StartUnixNano { get; init; }

    /// <summary>End in nanoseconds since the Unix epoch, as sent: it may lie before the start.</summary>
    public ulong EndUnixNano { get; init; }

    /// <summary>Where the bytes of the <c>Span</c> message begin in the batch's payload.</summary>
    public int Offset { get; init; }

    /// <summary>How many bytes the <c>Span</c> message has.</summary>
    public int Length { get; init; }

    /// <summary>Number of its resource in <see cref="SpanBatch.Resources"/>.</summary>
    public int Resource { get; init; }

    /// <summary>Number of its scope in <see cref="SpanBatch.Scopes"/>.</summary>
    public int Scope { get; init; }

    /// <summary>Number of its name in <see cref="SpanBatch.Names"/>.</summary>
    public int Name { get; init; }

    /// <summary>OTLP's 32 flag bits: 0-7 W3C trace flags, 8 whether the next is known, 9 whether the parent is remote.</summary>
    public uint Flags { get; init; }

    /// <summary>The kind as sent; a number outside the enum is kept.</summary>
    public SpanKind Kind { get; init; }

    /// <summary>The status code as sent; a number outside the enum is kept.</summary>
    public SpanStatus Status { get; init; }

    /// <summary>End minus start in nanoseconds; 0 where the end lies before the start.</summary>
    public ulong DurationNanos => EndUnixNano > StartUnixNano ? EndUnixNano - StartUnixNano : 0;
}
