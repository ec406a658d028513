using System.Runtime.InteropServices;

namespace Lumen.Ingestion;

/// <summary>A counter on cache lines of its own, so that those who write different counters do not take lines from each other.</summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal struct PaddedPosition
{
    /// <summary>Far enough from both ends for lines of 128 bytes, as some processors have or prefetch them.</summary>
    [FieldOffset(128)]
    internal long Value;
}
