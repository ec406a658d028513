namespace Lumen.Storage.Embedded.Windows;

/// <summary>What a window knows of a span: its header, and where its bytes are.</summary>
internal struct WindowSpan
{
    internal TraceId TraceId;
    internal SpanId SpanId;
    internal SpanId ParentSpanId;
    internal ulong StartUnixNano;
    internal ulong EndUnixNano;

    /// <summary>Which of the window's chunks its bytes are in.</summary>
    internal int Chunk;

    /// <summary>Where in the chunk they begin.</summary>
    internal int Offset;

    /// <summary>How many they are.</summary>
    internal int Length;

    /// <summary>Number of its origin in the window's catalog.</summary>
    internal int Origin;

    internal SpanStatus Status;

    internal readonly ulong DurationNanos => EndUnixNano > StartUnixNano ? EndUnixNano - StartUnixNano : 0;
}
