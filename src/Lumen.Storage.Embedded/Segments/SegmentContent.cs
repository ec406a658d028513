using Lumen.Storage.Embedded.Catalogs;
using Lumen.Storage.Embedded.Frames;
using Lumen.Storage.Embedded.Statistics;

namespace Lumen.Storage.Embedded.Segments;

/// <summary>What a segment's index is written from.</summary>
internal sealed record SegmentContent
{
    internal required SegmentOutline Outline { get; init; }

    internal required FramePlace[] Blocks { get; init; }

    /// <summary>Blocks that hold spans into which no posting looks, in ascending order.</summary>
    internal required int[] OpaqueBlocks { get; init; }

    /// <summary>Its postings in parts, each sorted and behind the one before; a hash is in one part only.</summary>
    internal required IEnumerable<List<ulong>> Postings { get; init; }

    internal required BlockStatistics Statistics { get; init; }

    /// <summary>The bucket's catalog.</summary>
    internal required Catalog Catalog { get; init; }

    /// <summary>What of the catalog need not be written, because earlier segments of the file have it.</summary>
    internal required CatalogCounts WrittenCatalog { get; init; }
}
