using Lumen.Storage.Embedded.Frames;

namespace Lumen.Storage.Embedded.Blocks;

/// <summary>What stands at the beginning of a block's payload: how many spans, and the bytes of its sections.</summary>
internal readonly record struct BlockSections(int SpanCount, int Ids, int Columns, int PackedColumns, int Body, int PackedBody)
{
    /// <summary>More than a block can have; a larger number is damage.</summary>
    private const int MostBytes = 1 << 30;

    internal void Write(ByteBuilder payload)
    {
        payload.AddVarint(SpanCount);
        payload.AddVarint(Ids);
        payload.AddVarint(Columns);
        payload.AddVarint(PackedColumns);
        payload.AddVarint(Body);
        payload.AddVarint(PackedBody);
    }

    internal static BlockSections Read(ref ByteParser parser)
    {
        var sections = new BlockSections(
            parser.TakeInt(), parser.TakeInt(), parser.TakeInt(), parser.TakeInt(), parser.TakeInt(), parser.TakeInt());
        return sections.Columns <= MostBytes && sections.Body <= MostBytes && sections.SpanCount <= sections.Columns
            ? sections
            : throw new InvalidDataException("A block announces more than it can hold.");
    }
}
