using Lumen.Storage.Embedded.Catalogs;
using Lumen.Storage.Embedded.Segments;

namespace Lumen.Storage.Embedded.Buckets;

/// <summary>A bucket that is not finished: its file, and what must be known to add to it. Used by the window writer alone.</summary>
internal sealed class GrowingBucket(Bucket bucket, Catalog catalog, long length)
{
    private readonly List<Segment> _segments = [];

    internal Bucket Bucket { get; } = bucket;

    internal Catalog Catalog { get; } = catalog;

    /// <summary>What of the catalog is in the file.</summary>
    internal CatalogCounts WrittenCatalog { get; private set; } = catalog.Counts;

    /// <summary>Where the next window goes. What lies behind is the remains of a failed try.</summary>
    internal long Length { get; private set; } = length;

    internal IReadOnlyList<Segment> Segments => _segments;

    /// <summary>Notes segments that the file was found to have.</summary>
    internal void Resume(IEnumerable<Segment> segments) => _segments.AddRange(segments);

    /// <summary>Notes a segment that is durable now.</summary>
    internal void Commit(Segment segment, long length)
    {
        _segments.Add(segment);
        Length = length;
        WrittenCatalog = Catalog.Counts;
    }

    /// <summary>Notes that something of the latest window is missing, which its merged index is then going to say.</summary>
    internal void MarkLost(long window) => _segments[^1] = _segments[^1] with
    {
        Outline = _segments[^1].Outline with { LostWindows = [window] },
    };

    /// <summary>The bucket for readers, as far as it is committed. It must have a segment.</summary>
    internal BucketView View() => new()
    {
        Bucket = Bucket, Segments = [.. _segments], IsFinished = false, Length = Length, LiveCatalog = Catalog, LiveCounts = WrittenCatalog,
    };
}
