using Lumen.Storage.Embedded.Frames;

namespace Lumen.Storage.Embedded.Columns.Writing;

/// <summary>
/// What the spans of a block have beside columns of values: event times and the ids in links. Used again for every block.
/// </summary>
internal sealed class SpanDetails
{
    /// <summary>Signed distances from the time of the event before, of the first from the start of the span; modulo 2^64.</summary>
    internal ByteBuilder EventTimes { get; } = new();

    /// <summary>Trace ids and span ids of links as they are.</summary>
    internal ByteBuilder LinkIds { get; } = new();

    /// <summary>How much there is, to go back to.</summary>
    internal (int EventTimes, int LinkIds) Mark => (EventTimes.Length, LinkIds.Length);

    /// <summary>Forgets what was added since a mark.</summary>
    internal void BackTo((int EventTimes, int LinkIds) mark)
    {
        EventTimes.CutTo(mark.EventTimes);
        LinkIds.CutTo(mark.LinkIds);
    }

    internal void Clear() => BackTo((0, 0));
}
