using Lumen.Storage.Embedded.Blocks;
using Lumen.Storage.Embedded.Frames;

namespace Lumen.Storage.Embedded.Columns.Reading;

/// <summary>Takes event times and ids in links one after the other. Used again for every block. Not thread-safe.</summary>
/// <param name="sections">Gives the section of details.</param>
internal sealed class DetailReader(SectionReader sections)
{
    private int _eventTime;
    private int _endOfEventTimes;
    private int _linkId;

    private ReadOnlySpan<byte> Section => sections.Inflated(BlockSections.Details);

    /// <summary>Begins with the first.</summary>
    /// <exception cref="InvalidDataException">The block has no such section.</exception>
    internal void Begin(ReadOnlySpan<byte> payload)
    {
        var parser = new ByteParser(sections.Inflate(payload, BlockSections.Details));
        var length = parser.TakeInt();
        _eventTime = parser.Position;
        parser.Take(length);
        _endOfEventTimes = _linkId = parser.Position;
    }

    /// <summary>Goes over those of a span.</summary>
    internal void Skip(DetailCounts counts)
    {
        for (var left = counts.EventTimes; left > 0; left--)
        {
            TakeEventTime();
        }

        TakeLinkId(counts.LinkIdBytes);
    }

    /// <summary>The next event time, as the distance from the one before.</summary>
    internal long TakeEventTime()
    {
        var parser = new ByteParser(Section[_eventTime.._endOfEventTimes]);
        var time = parser.TakeSigned();
        _eventTime += parser.Position;
        return time;
    }

    /// <summary>The next bytes of ids.</summary>
    internal ReadOnlySpan<byte> TakeLinkId(int size)
    {
        var parser = new ByteParser(Section[_linkId..]);
        _linkId += size;
        return parser.Take(size);
    }
}
