using Lumen.Storage.Embedded.Frames;
using Lumen.Storage.Embedded.Statistics;

namespace Lumen.Storage.Embedded.Segments;

/// <summary>What is known of a segment before its frames are written.</summary>
/// <param name="FirstWindow">The first window in it.</param>
/// <param name="LastWindow">The last window in it.</param>
/// <param name="SpanCount">How many spans it has.</param>
/// <param name="FirstArrival">When its first spans arrived; nanoseconds since the Unix epoch.</param>
/// <param name="LastArrival">When its last spans arrived.</param>
/// <param name="Starts">The starts of its spans.</param>
/// <param name="LostWindows">Windows between the first and the last that could not be read any more.</param>
internal readonly record struct SegmentOutline(
    long FirstWindow,
    long LastWindow,
    long SpanCount,
    long FirstArrival,
    long LastArrival,
    StartRanges Starts,
    IReadOnlyList<long> LostWindows)
{
    internal void Write(ByteBuilder bytes)
    {
        bytes.AddVarint((ulong)FirstWindow);
        bytes.AddVarint((ulong)LastWindow);
        bytes.AddVarint((ulong)SpanCount);
        bytes.AddUInt64((ulong)FirstArrival);
        bytes.AddUInt64((ulong)LastArrival);
        Starts.Write(bytes);
        bytes.AddVarint(LostWindows.Count);
        foreach (var window in LostWindows)
        {
            bytes.AddVarint((ulong)window);
        }
    }

    internal static SegmentOutline Read(ref ByteParser parser)
    {
        var (first, last, spans) = ((long)parser.TakeVarint(), (long)parser.TakeVarint(), (long)parser.TakeVarint());
        var (firstArrival, lastArrival) = ((long)parser.TakeUInt64(), (long)parser.TakeUInt64());
        var starts = StartRanges.Read(ref parser);
        var lost = new long[parser.TakeCount()];
        for (var index = 0; index < lost.Length; index++)
        {
            lost[index] = (long)parser.TakeVarint();
        }

        return new SegmentOutline(first, last, spans, firstArrival, lastArrival, starts, lost);
    }
}
