using System.Text;

namespace Lumen.Storage.Embedded.Golden;

/// <summary>
/// A bucket as docs/formats/bucket.md, block.md and postings.md say, with no code of the store: its frames, its tables, and what blocks say
/// of spans without their values.
/// </summary>
internal sealed class DocumentedBucket
{
    private readonly byte[] _file;
    private readonly ulong _seed;
    private readonly List<string> _names = [];
    private readonly List<(int Resource, int Scope, int Name, int Kind)> _origins = [];

    internal DocumentedBucket(byte[] file, ulong seed)
    {
        (_file, _seed) = (file, seed);
        for (long offset = 0; offset < file.Length; offset += Frames[^1].Size)
        {
            Frames.Add(DocumentedBytes.FrameAt(file, offset, seed));
        }

        foreach (var tables in Frames.Where(static frame => frame.Kind == 4))
        {
            ReadTables(DocumentedBytes.Inflate(tables.Payload));
        }
    }

    /// <summary>Every frame, one directly behind the other.</summary>
    internal List<DocumentedFrame> Frames { get; } = [];

    /// <summary>The commits of windows, or of a finished bucket its outline alone.</summary>
    internal IEnumerable<DocumentedFrame> Indexes => Frames[^1].Kind == 9
        ? [DocumentedBytes.FrameAt(_file, BitConverter.ToInt64(Frames[^1].Payload), _seed)]
        : Frames.Where(static frame => frame.Kind == 7);

    /// <summary>The blocks and the pages of postings that an index names.</summary>
    internal (List<DocumentedFrame> Blocks, List<(uint LeastHash, DocumentedFrame Page)> Pages) ReadIndex(DocumentedFrame index)
    {
        var parser = new DocumentedBytes(index.Payload);
        parser.TakeVarint();
        parser.TakeVarint();
        parser.TakeVarint();
        parser.Take(16);
        var ranges = int.PopCount(parser.TakeByte());
        for (; ranges > 0; ranges--)
        {
            parser.TakeFixed();
            parser.TakeVarint();
        }

        for (var lost = parser.TakeInt(); lost > 0; lost--)
        {
            parser.TakeVarint();
        }

        long end = 0;
        var blocks = new List<DocumentedFrame>();
        for (var left = parser.TakeInt(); left > 0; left--)
        {
            blocks.Add(TakePlace(ref parser, ref end, kind: 3));
        }

        for (var opaque = parser.TakeInt(); opaque > 0; opaque--)
        {
            parser.TakeVarint();
        }

        var pages = new List<(uint, DocumentedFrame)>();
        for (var left = parser.TakeInt(); left > 0; left--)
        {
            pages.Add(((uint)parser.TakeVarint(), TakePlace(ref parser, ref end, kind: 5)));
        }

        TakePlace(ref parser, ref end, kind: 6);
        TakePlace(ref parser, ref end, kind: 4);
        Assert.True(parser.IsAtEnd);
        return (blocks, pages);
    }

    /// <summary>The spans of a block: trace, id, name, start and end.</summary>
    internal IEnumerable<string> ReadBlock(byte[] payload)
    {
        var parser = new DocumentedBytes(payload);
        var (spans, idBytes, count) = (parser.TakeInt(), parser.TakeInt(), parser.TakeInt());
        var sections = new List<(int Length, int Packed)>();
        for (; count > 0; count--)
        {
            sections.Add((parser.TakeInt(), parser.TakeInt()));
        }

        var ids = new DocumentedBytes(parser.Take(idBytes));
        var heads = new DocumentedBytes(DocumentedBytes.Unpack(parser.Take(sections[0].Packed), sections[0].Length));
        var times = new DocumentedBytes(DocumentedBytes.Unpack(parser.Take(sections[1].Packed), sections[1].Length));
        var traces = new List<string>();
        while (traces.Count < spans)
        {
            traces.AddRange(Enumerable.Repeat(Convert.ToHexStringLower(ids.Take(16)), heads.TakeInt()));
        }

        var origins = new int[heads.TakeInt()];
        for (var place = 0; place < origins.Length; place++)
        {
            origins[place] = heads.TakeInt() + (place == 0 ? 0 : origins[place - 1]);
        }

        var (names, spanIds, parents) = (new string[spans], new string[spans], new long[spans]);
        for (var span = 0; span < spans; span++)
        {
            names[span] = _names[_origins[origins[heads.TakeInt()]].Name];
        }

        for (var span = 0; span < spans; span++)
        {
            spanIds[span] = Convert.ToHexStringLower(ids.Take(8));
            parents[span] = heads.TakeInt();
        }

        return Describe(traces, spanIds, names, ReadTimes(ref times, parents));
    }

    private static List<string> Describe(List<string> traces, string[] ids, string[] names, (ulong Start, ulong End)[] times) =>
        [.. traces.Select((trace, span) => $"{trace} {ids[span]} {names[span]} {times[span].Start} {times[span].End}")];

    private static (ulong Start, ulong End)[] ReadTimes(ref DocumentedBytes times, long[] parents)
    {
        var read = new (ulong Start, ulong End)[parents.Length];
        for (var span = 0; span < read.Length; span++)
        {
            var parent = parents[span] >= 2 && parents[span] % 2 == 0 ? span - (parents[span] / 2) : span - 1;
            read[span].Start = unchecked((parent < 0 ? 0 : read[parent].Start) + (ulong)times.TakeSigned());
        }

        for (var span = 0; span < read.Length; span++)
        {
            read[span].End = unchecked(read[span].Start + (ulong)times.TakeSigned());
        }

        Assert.True(times.IsAtEnd);
        return read;
    }

    private DocumentedFrame TakePlace(ref DocumentedBytes parser, ref long end, int kind)
    {
        var offset = end + parser.TakeSigned();
        var frame = DocumentedBytes.FrameAt(_file, offset, _seed);
        Assert.Equal(kind, frame.Kind);
        Assert.Equal(frame.Size, parser.TakeInt());
        end = offset + frame.Size;
        return frame;
    }

    private void ReadTables(byte[] tables)
    {
        var parser = new DocumentedBytes(tables);
        // A finished bucket has all of them once more.
        var isWhole = parser.TakeInt() == 0 && _names.Count > 0;
        for (var left = parser.TakeInt(); left > 0; left--)
        {
            var name = Encoding.UTF8.GetString(parser.TakeCounted());
            if (!isWhole)
            {
                _names.Add(name);
            }
        }

        for (var list = 0; list < 2; list++)
        {
            parser.TakeVarint();
            for (var left = parser.TakeInt(); left > 0; left--)
            {
                parser.TakeCounted();
            }
        }

        parser.TakeVarint();
        for (var left = parser.TakeInt(); left > 0; left--)
        {
            var origin = (parser.TakeInt(), parser.TakeInt(), parser.TakeInt(), parser.TakeInt());
            if (!isWhole)
            {
                _origins.Add(origin);
            }
        }
    }
}
