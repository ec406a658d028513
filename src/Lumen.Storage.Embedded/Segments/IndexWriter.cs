using System.Runtime.InteropServices;
using Lumen.Storage.Embedded.Blocks;
using Lumen.Storage.Embedded.Catalogs;
using Lumen.Storage.Embedded.Frames;
using Lumen.Storage.Embedded.Postings;

namespace Lumen.Storage.Embedded.Segments;

/// <summary>
/// Writes the index of a segment behind its blocks: tables, postings, statistics, and last the frame that says where all of it is,
/// which is a window's commit or a bucket's outline. Not thread-safe.
/// </summary>
internal sealed class IndexWriter(FrameAppender frames) : IDisposable
{
    private readonly BlockCompression _compression = new();
    private readonly ByteBuilder _scratch = new(64 * 1024);

    /// <summary>Writes the index.</summary>
    /// <param name="content">What the segment holds.</param>
    /// <param name="header">Window, bucket, arrival and the sequence number of the next frame.</param>
    /// <param name="last">The kind of the last frame.</param>
    internal Segment Write(SegmentContent content, FrameHeader header, FrameKind last)
    {
        _scratch.Clear();
        CatalogTables.Write(content.Catalog, content.WrittenCatalog, _scratch);
        var tables = WriteCompressed(header with { Kind = FrameKind.Tables });
        var postings = WritePostings(content, ref header);
        _scratch.Clear();
        content.Statistics.Write(_scratch);
        var segment = new Segment
        {
            Outline = content.Outline,
            Blocks = content.Blocks,
            OpaqueBlocks = content.OpaqueBlocks,
            Postings = postings,
            Statistics = WriteCompressed(header with { Kind = FrameKind.BlockStatistics, Sequence = header.Sequence + 1 }),
            Tables = tables,
        };
        segment.Write(frames.BeginFrame());
        Place = frames.EndFrame(header with { Kind = last, Sequence = header.Sequence + 2 });
        return segment;
    }

    /// <summary>Where the last frame of the latest index is.</summary>
    internal FramePlace Place { get; private set; }

    /// <inheritdoc/>
    public void Dispose() => _compression.Dispose();

    private FramePlace WriteCompressed(FrameHeader header)
    {
        CompressedPayload.Write(_scratch.Written, _compression, frames.BeginFrame());
        return frames.EndFrame(header);
    }

    private PostingPage[] WritePostings(SegmentContent content, ref FrameHeader header)
    {
        var pages = new List<PostingPage>();
        foreach (var pairs in content.Postings)
        {
            var left = CollectionsMarshal.AsSpan(pairs);
            while (left.Length > 0)
            {
                header = header with { Kind = FrameKind.Postings, Sequence = header.Sequence + 1 };
                var first = Posting.HashOf(left[0]);
                left = left[PostingPages.WritePage(left, content.Blocks.Length, frames.BeginFrame())..];
                pages.Add(new PostingPage(first, frames.EndFrame(header)));
            }
        }

        return [.. pages];
    }
}
