using Lumen.Storage.Embedded.Buckets;
using Lumen.Storage.Embedded.Catalogs;
using Lumen.Storage.Embedded.Segments;
using Lumen.Storage.Embedded.Statistics;

namespace Lumen.Storage.Embedded.Searching;

/// <summary>A segment of a bucket: breaks up into those of its blocks that its statistics cannot exclude.</summary>
internal sealed class SegmentSource(BucketView bucket, Segment segment, ulong latestStart) : SearchSource(latestStart)
{
    internal override void Open(TraceSearch search, CancellationToken cancellationToken) =>
        search.Notes.Read(bucket, segment, () => AddBlocks(search));

    private void AddBlocks(TraceSearch search)
    {
        var catalog = search.Parts.CatalogOf(bucket);
        var counts = bucket.LiveCatalog is null ? catalog.Counts : bucket.LiveCounts;
        if (ServiceNumber(catalog, counts, search.Filter.Service) is not { } service)
        {
            return;
        }

        var statistics = search.Parts.StatisticsOf(bucket, segment);
        var accepted = search.Filter.AcceptedOrigins(catalog, counts.Origins);
        foreach (var block in BlocksWithOperations(search.Filter, catalog, counts, statistics))
        {
            if (LatestStartIn(statistics, block, service, search.Filter) is { } latest)
            {
                search.Add(new BlockSource(bucket, segment, block, accepted, latest));
            }
        }
    }

    /// <summary>The number of the service asked for; -1 if none is asked for, null if the bucket does not have it.</summary>
    private static int? ServiceNumber(Catalog catalog, in CatalogCounts counts, string? service)
    {
        if (service is null)
        {
            return -1;
        }

        for (var number = 0; number < counts.Services; number++)
        {
            if (catalog.Service(number) == service)
            {
                return number;
            }
        }

        return null;
    }

    private static IEnumerable<int> BlocksWithOperations(
        SpanFilter filter, Catalog catalog, CatalogCounts counts, BlockStatistics statistics)
    {
        if (!filter.NamesOperation)
        {
            return Enumerable.Range(0, statistics.BlockCount);
        }

        var blocks = new SortedSet<int>();
        for (var number = 0; number < counts.Operations; number++)
        {
            if (filter.Accepts(catalog, catalog.Operation(number)))
            {
                foreach (var block in statistics.BlocksOf(number))
                {
                    blocks.Add(block);
                }
            }
        }

        return blocks;
    }

    private static ulong? LatestStartIn(BlockStatistics statistics, int block, int service, SpanFilter filter)
    {
        if (filter.LatestStart is not { } latest)
        {
            return null;
        }

        var (may, latestUsual) = (false, 0UL);
        foreach (ref readonly var facts in statistics.ServicesOf(block))
        {
            if ((service < 0 || facts.Service == service)
                && facts.LongestDuration >= filter.MinDurationNanos
                && (filter.Status != SpanStatus.Error || facts.Errors > 0))
            {
                may = true;
                latestUsual = Math.Max(latestUsual, facts.LatestUsualStart);
            }
        }

        return may ? statistics.StartsOf(block).LatestWithin(filter.FromUnixNano, latest, latestUsual) : null;
    }
}
