namespace Lumen.Storage.Embedded.Blocks;

/// <summary>
/// The spans of one block, a column for each thing a block keeps of them. They are sorted by trace, and within a trace by start. The
/// arrays are used again for the next block, but for those of a copy. Not thread-safe.
/// </summary>
internal sealed class BlockColumns
{
    private const int BytesOfSpan = 53;

    /// <summary>How many spans there are.</summary>
    internal int Count { get; set; }

    internal TraceId[] TraceIds { get; private set; } = [];

    internal SpanId[] SpanIds { get; private set; } = [];

    internal SpanId[] ParentSpanIds { get; private set; } = [];

    internal ulong[] Starts { get; private set; } = [];

    internal ulong[] Ends { get; private set; } = [];

    /// <summary>Numbers of origins in the bucket's catalog.</summary>
    internal int[] Origins { get; private set; } = [];

    internal SpanStatus[] Statuses { get; private set; } = [];

    /// <summary>Of a copy, the codes of the shapes of its spans; otherwise empty.</summary>
    internal byte[] ShapeCodes { get; private init; } = [];

    /// <summary>Roughly how much memory a copy takes.</summary>
    internal long Bytes => ((long)Count * BytesOfSpan) + ShapeCodes.Length + 200;

    /// <summary>A copy to be kept, which nobody changes.</summary>
    /// <param name="shapeCodes">The codes of the shapes of the spans.</param>
    internal BlockColumns Copy(ReadOnlySpan<byte> shapeCodes) => new()
    {
        Count = Count,
        TraceIds = TraceIds[..Count],
        SpanIds = SpanIds[..Count],
        ParentSpanIds = ParentSpanIds[..Count],
        Starts = Starts[..Count],
        Ends = Ends[..Count],
        Origins = Origins[..Count],
        Statuses = Statuses[..Count],
        ShapeCodes = shapeCodes.ToArray(),
    };

    /// <summary>Forgets the spans and makes room for others.</summary>
    internal void Reset(int capacity)
    {
        Count = 0;
        if (TraceIds.Length >= capacity)
        {
            return;
        }

        TraceIds = new TraceId[capacity];
        SpanIds = new SpanId[capacity];
        ParentSpanIds = new SpanId[capacity];
        Starts = new ulong[capacity];
        Ends = new ulong[capacity];
        Origins = new int[capacity];
        Statuses = new SpanStatus[capacity];
    }

    /// <summary>Adds a span. There must be room.</summary>
    internal void Add(in BlockSpan span)
    {
        var index = Count++;
        TraceIds[index] = span.TraceId;
        SpanIds[index] = span.SpanId;
        ParentSpanIds[index] = span.ParentSpanId;
        Starts[index] = span.StartUnixNano;
        Ends[index] = span.EndUnixNano;
        Origins[index] = span.Origin;
        Statuses[index] = span.Status;
    }

    /// <summary>A span.</summary>
    internal BlockSpan At(int index) => new()
    {
        TraceId = TraceIds[index],
        SpanId = SpanIds[index],
        ParentSpanId = ParentSpanIds[index],
        StartUnixNano = Starts[index],
        EndUnixNano = Ends[index],
        Origin = Origins[index],
        Status = Statuses[index],
    };

    /// <summary>End minus start in nanoseconds; 0 where the end lies before the start.</summary>
    internal ulong DurationAt(int index) => Ends[index] > Starts[index] ? Ends[index] - Starts[index] : 0;
}
