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
        var origins = search.Origins.AnswersOf(catalog, counts);
        foreach (var block in BlocksWithOperations(search.Filter, catalog, counts, origins, statistics))
        {
            if (LatestStartIn(statistics, block, service, search.Filter) is { } latest)
            {
                search.Add(new BlockSource(bucket, segment, block, origins, latest));
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

    /// <summary>The blocks that hold an operation of an origin whose spans can match.</summary>
    private static IEnumerable<int> BlocksWithOperations(
        SpanFilter filter, Catalog catalog, CatalogCounts counts, OriginAnswers origins, BlockStatistics statistics)
    {
        if (!filter.NamesOrigin)
        {
            return Enumerable.Range(0, statistics.BlockCount);
        }

        var blocks = new SortedSet<int>();
        foreach (var operation in OperationsOf(catalog, counts, origins))
        {
            foreach (var block in statistics.BlocksOf(operation))
            {
                blocks.Add(block);
            }
        }

        return blocks;
    }

    private static HashSet<int> OperationsOf(Catalog catalog, CatalogCounts counts, OriginAnswers origins)
    {
        var operations = new HashSet<int>();
        for (var origin = 0; origin < counts.Origins; origin++)
        {
            if (origins.Accepted[origin])
            {
                operations.Add(catalog.Origin(origin).Operation);
            }
        }

        return operations;
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
