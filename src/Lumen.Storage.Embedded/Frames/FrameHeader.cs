namespace Lumen.Storage.Embedded.Frames;

/// <summary>What stands before every payload on disk.</summary>
internal readonly record struct FrameHeader
{
    /// <summary>What the payload is.</summary>
    internal required FrameKind Kind { get; init; }

    /// <summary>The payload's bytes.</summary>
    internal required int Length { get; init; }

    /// <summary>Whether it belongs to the same commit as the frame before it.</summary>
    internal bool ContinuesCommit { get; init; }

    /// <summary>Number of the window it belongs to; 0 for none.</summary>
    internal long Window { get; init; }

    /// <summary>Number of the bucket it belongs to, which is that of the bucket's first window; 0 for none.</summary>
    internal long Bucket { get; init; }

    /// <summary>Place within its window, from 0.</summary>
    internal int Sequence { get; init; }

    /// <summary>When the spans arrived, or the frame was made; nanoseconds since the Unix epoch.</summary>
    internal long Arrival { get; init; }
}
