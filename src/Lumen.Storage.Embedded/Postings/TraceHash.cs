using System.IO.Hashing;

namespace Lumen.Storage.Embedded.Postings;

/// <summary>The hash by which traces are sorted and found.</summary>
internal static class TraceHash
{
    private const int PostingShift = 32;

    /// <summary>The hash of a trace id; seeded, so that a sender cannot choose ids that collide.</summary>
    internal static ulong Of(TraceId trace, long seed)
    {
        Span<byte> bytes = stackalloc byte[TraceId.Size];
        trace.CopyTo(bytes);
        return XxHash3.HashToUInt64(bytes, seed);
    }

    /// <summary>The part of it that postings hold: the upper half, so that their order is that of the whole.</summary>
    internal static uint Posting(ulong hash) => (uint)(hash >> PostingShift);
}
