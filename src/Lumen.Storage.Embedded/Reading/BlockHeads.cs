using Lumen.Storage.Embedded.Blocks;

namespace Lumen.Storage.Embedded.Reading;

/// <summary>
/// What is known of the spans of a block without their values, in memory of its own, so that it can be kept. Immutable; the rows of a trace
/// are together, as in the block.
/// </summary>
internal sealed class BlockHeads
{
    private const int BytesOfSpan = 53;

    /// <summary>Copies what a decoder has read.</summary>
    internal BlockHeads(BlockColumns columns)
    {
        Count = columns.Count;
        TraceIds = columns.TraceIds[..Count];
        SpanIds = columns.SpanIds[..Count];
        ParentSpanIds = columns.ParentSpanIds[..Count];
        Starts = columns.Starts[..Count];
        Ends = columns.Ends[..Count];
        Origins = columns.Origins[..Count];
        Statuses = columns.Statuses[..Count];
    }

    internal int Count { get; }

    internal TraceId[] TraceIds { get; }

    internal SpanId[] SpanIds { get; }

    internal SpanId[] ParentSpanIds { get; }

    internal ulong[] Starts { get; }

    internal ulong[] Ends { get; }

    /// <summary>Numbers of origins in the bucket's catalog.</summary>
    internal int[] Origins { get; }

    internal SpanStatus[] Statuses { get; }

    /// <summary>Roughly how much memory it takes.</summary>
    internal long Bytes => ((long)Count * BytesOfSpan) + 200;

    /// <summary>End minus start in nanoseconds; 0 where the end lies before the start.</summary>
    internal ulong DurationAt(int index) => Ends[index] > Starts[index] ? Ends[index] - Starts[index] : 0;
}
