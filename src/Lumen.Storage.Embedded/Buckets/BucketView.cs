using Lumen.Storage.Embedded.Catalogs;
using Lumen.Storage.Embedded.Segments;

namespace Lumen.Storage.Embedded.Buckets;

/// <summary>A bucket as far as it was committed at one moment. Immutable; may be used while its <see cref="Bucket"/> is held.</summary>
internal sealed record BucketView
{
    internal required Bucket Bucket { get; init; }

    /// <summary>Its segments: one for each window, or one for all of them when it is finished.</summary>
    internal required IReadOnlyList<Segment> Segments { get; init; }

    /// <summary>Whether it has its merged postings and never changes again.</summary>
    internal required bool IsFinished { get; init; }

    /// <summary>How many bytes of the file are committed.</summary>
    internal required long Length { get; init; }

    /// <summary>The catalog, while the bucket is being written; null where it is read from the file.</summary>
    internal Catalog? LiveCatalog { get; init; }

    /// <summary>What of <see cref="LiveCatalog"/> is committed.</summary>
    internal CatalogCounts LiveCounts { get; init; }

    internal long Number => Bucket.Number;

    internal long FirstWindow => Segments[0].FirstWindow;

    internal long LastWindow => Segments[^1].LastWindow;

    internal long FirstArrival => Segments.Min(segment => segment.FirstArrival);

    internal long LastArrival => Segments.Max(segment => segment.LastArrival);

    internal long SpanCount => Segments.Sum(segment => segment.Outline.SpanCount);
}
