using Lumen.Storage.Embedded.Frames;
using Lumen.Storage.Embedded.Postings;
using Lumen.Storage.Embedded.Statistics;

namespace Lumen.Storage.Embedded.Segments;

/// <summary>
/// A stretch of a bucket with an index of its own: one window's blocks, or those of all windows of a finished bucket. It says where
/// everything is; what it does not hold itself is read when it is asked for. Immutable.
/// </summary>
internal sealed record Segment
{
    /// <summary>What it is.</summary>
    internal required SegmentOutline Outline { get; init; }

    /// <summary>Its blocks.</summary>
    internal required FramePlace[] Blocks { get; init; }

    /// <summary>Blocks that hold spans into which no posting looks, in ascending order.</summary>
    internal required int[] OpaqueBlocks { get; init; }

    /// <summary>The pages of its postings, by hash.</summary>
    internal required PostingPage[] Postings { get; init; }

    /// <summary>What its blocks hold.</summary>
    internal required FramePlace Statistics { get; init; }

    /// <summary>What its windows added to the bucket's tables.</summary>
    internal required FramePlace Tables { get; init; }

    internal long FirstWindow => Outline.FirstWindow;

    internal long LastWindow => Outline.LastWindow;

    internal long FirstArrival => Outline.FirstArrival;

    internal long LastArrival => Outline.LastArrival;

    /// <summary>Where and when it is, for messages about damage.</summary>
    internal string Describe() =>
        $"windows {FirstWindow} to {LastWindow}, which hold spans that arrived {UnixNanos.Describe(FirstArrival, LastArrival)}";

    internal void Write(ByteBuilder bytes)
    {
        Outline.Write(bytes);
        bytes.AddVarint(Blocks.Length);
        long end = 0;
        foreach (var block in Blocks)
        {
            end = WritePlace(bytes, block, end);
        }

        AscendingNumbers.Write(bytes, OpaqueBlocks);
        bytes.AddVarint(Postings.Length);
        foreach (var page in Postings)
        {
            bytes.AddVarint(page.FirstHash);
            end = WritePlace(bytes, page.Place, end);
        }

        end = WritePlace(bytes, Statistics, end);
        WritePlace(bytes, Tables, end);
    }

    /// <exception cref="InvalidDataException">The bytes are no segment's.</exception>
    internal static Segment Read(ReadOnlySpan<byte> bytes)
    {
        var parser = new ByteParser(bytes);
        var outline = SegmentOutline.Read(ref parser);
        long end = 0;
        var blocks = new FramePlace[parser.TakeCount()];
        for (var block = 0; block < blocks.Length; block++)
        {
            blocks[block] = ReadPlace(ref parser, ref end);
        }

        var opaque = AscendingNumbers.Read(ref parser);
        var pages = new PostingPage[parser.TakeCount()];
        for (var page = 0; page < pages.Length; page++)
        {
            pages[page] = new PostingPage((uint)parser.TakeVarint(), ReadPlace(ref parser, ref end));
        }

        return new Segment
        {
            Outline = outline, Blocks = blocks, OpaqueBlocks = opaque, Postings = pages,
            Statistics = ReadPlace(ref parser, ref end), Tables = ReadPlace(ref parser, ref end),
        };
    }

    /// <summary>A place as the distance from where the one before it ends, which is mostly nothing.</summary>
    private static long WritePlace(ByteBuilder bytes, FramePlace place, long previousEnd)
    {
        bytes.AddSigned(place.Offset - previousEnd);
        bytes.AddVarint(place.Size);
        return place.End;
    }

    private static FramePlace ReadPlace(ref ByteParser parser, ref long previousEnd)
    {
        var place = new FramePlace(previousEnd + parser.TakeSigned(), parser.TakeInt());
        previousEnd = place.End;
        return place;
    }
}
