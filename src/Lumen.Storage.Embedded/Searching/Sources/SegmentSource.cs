using Lumen.Storage.Embedded.Buckets;
using Lumen.Storage.Embedded.Segments;

namespace Lumen.Storage.Embedded.Searching.Sources;

/// <summary>A segment of a bucket: breaks up into those of its blocks that nothing excludes.</summary>
internal sealed class SegmentSource(BucketView bucket, Segment segment, ulong latestStart) : SearchSource(latestStart)
{
    internal override void Open(TraceSearch search, CancellationToken cancellationToken) =>
        search.Notes.Read(bucket, segment, () => AddBlocks(search));

    private void AddBlocks(TraceSearch search)
    {
        if (search.Filter.NamesSomething && !search.Filter.MayBeIn(search.Parts.NamesOf(bucket)))
        {
            return;
        }

        var catalog = search.Parts.CatalogOf(bucket);
        var counts = bucket.LiveCatalog is null ? catalog.Counts : bucket.LiveCounts;
        var origins = search.Origins.AnswersOf(catalog, counts);
        var exclusion = new BlockExclusion(search.Filter, catalog, counts, origins);
        var presence = AttributePresence.Of(search.Filter, search.Parts, bucket, segment);
        foreach (var (block, latest) in exclusion.Candidates(search.Parts.StatisticsOf(bucket, segment), presence))
        {
            search.Add(new BlockSource(bucket, segment, block, origins, latest));
        }
    }
}
