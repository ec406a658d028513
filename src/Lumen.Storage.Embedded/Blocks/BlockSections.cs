using Lumen.Storage.Embedded.Frames;

namespace Lumen.Storage.Embedded.Blocks;

/// <summary>
/// What stands at the beginning of a block's payload: how many spans, and the bytes of its sections. The ids come first, as they are; the
/// others are each compressed for itself, so that a reader takes only what it needs. Used again for every block.
/// </summary>
internal sealed class BlockSections
{
    /// <summary>The section of everything but times that is known of a span without its values.</summary>
    internal const int Heads = 0;

    /// <summary>The section of the times of spans.</summary>
    internal const int Times = 1;

    /// <summary>The section of what only whole spans need: event times and the ids in links.</summary>
    internal const int Details = 2;

    /// <summary>The section of the codes of values.</summary>
    internal const int Codes = 3;

    /// <summary>The first section of dictionaries of values; all that follow are.</summary>
    internal const int FirstDictionary = 4;

    /// <summary>More than a block can have; a larger number is damage.</summary>
    private const int MostBytes = 1 << 28;

    /// <summary>More than a block can have.</summary>
    private const int MostSpans = 1 << 20;

    private readonly List<BlockSection> _sections = [];

    internal int SpanCount { get; private set; }

    /// <summary>Where the ids are in the payload.</summary>
    internal Range Ids { get; private set; }

    internal int Count => _sections.Count;

    internal BlockSection this[int section] => _sections[section];

    /// <summary>Reads the beginning of a payload and finds where each section is.</summary>
    /// <exception cref="InvalidDataException">The sections do not fit into the payload.</exception>
    internal void Read(ReadOnlySpan<byte> payload)
    {
        var parser = new ByteParser(payload);
        _sections.Clear();
        SpanCount = parser.TakeInt();
        var ids = parser.TakeInt();
        var count = parser.TakeCount();
        for (var left = count; left > 0; left--)
        {
            _sections.Add(new BlockSection(0, parser.TakeInt(), parser.TakeInt()));
        }

        Ids = parser.Position..(parser.Position + ids);
        parser.Take(ids);
        for (var section = 0; section < count; section++)
        {
            _sections[section] = _sections[section] with { Start = parser.Position };
            parser.Take(_sections[section].Packed);
        }

        if (count < FirstDictionary || SpanCount > MostSpans || ids < (long)SpanCount * SpanId.Size
            || _sections.Exists(static section => section.Length > MostBytes || section.Packed > section.Length))
        {
            throw new InvalidDataException("A block announces more than it can hold.");
        }
    }
}

/// <summary>A section of a block.</summary>
/// <param name="Start">Where it begins in the payload.</param>
/// <param name="Length">Its bytes.</param>
/// <param name="Packed">Its bytes in the payload; as many as <paramref name="Length"/> if it is not compressed.</param>
internal readonly record struct BlockSection(int Start, int Length, int Packed);
