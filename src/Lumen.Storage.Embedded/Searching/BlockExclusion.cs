using Lumen.Queries;
using Lumen.Storage.Embedded.Catalogs;
using Lumen.Storage.Embedded.Statistics;

namespace Lumen.Storage.Embedded.Searching;

/// <summary>
/// Says which blocks of a segment a search must look into, from what is known of each block without reading it: a block is left out only
/// where something proves that no span of it matches.
/// </summary>
/// <param name="filter">What is looked for.</param>
/// <param name="catalog">The bucket's catalog.</param>
/// <param name="counts">What of it is committed.</param>
/// <param name="origins">Which of its origins can match.</param>
internal sealed class BlockExclusion(SpanFilter filter, Catalog catalog, CatalogCounts counts, OriginAnswers origins)
{
    private (ulong Without, bool MayHold)? _latestAnswer;

    /// <summary>The blocks that may hold a match, each with a bound: no match in it starts later.</summary>
    /// <param name="statistics">What the blocks of the segment hold.</param>
    /// <param name="presence">Where attributes are; null where that is not known.</param>
    internal IEnumerable<(int Block, ulong LatestStart)> Candidates(BlockStatistics statistics, AttributePresence? presence)
    {
        if (filter.LatestStart is not { } latest || ServiceNumber() is not { } service)
        {
            yield break;
        }

        foreach (var block in BlocksWithOperations(statistics))
        {
            if (LatestStartIn(statistics, block, service, latest) is { } bound && MayHold(statistics, block, presence))
            {
                yield return (block, bound);
            }
        }
    }

    /// <summary>Whether the predicate may hold on a span of some origin of a block, with what attributes the block has.</summary>
    private bool MayHold(BlockStatistics statistics, int block, AttributePresence? presence)
    {
        if (filter.Matcher is not { } matcher)
        {
            return true;
        }

        var without = presence?.FalseIn(block) ?? 0;
        if (!MayHoldAnywhere(matcher, without))
        {
            return false;
        }

        foreach (var (origin, _) in statistics.OriginsOf(block))
        {
            // What the tables do not name is damage, which reading the block tells.
            if (origin >= origins.Accepted.Length
                || (origins.Accepted[origin] && matcher.Decide(origins.Truths[origin].Without(without)) != false))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the predicate may hold on a span of any origin of the bucket. Neighbouring blocks mostly ask the same.</summary>
    private bool MayHoldAnywhere(SpanMatcher matcher, ulong without)
    {
        if (_latestAnswer is not { } latest || latest.Without != without)
        {
            _latestAnswer = latest = (without, Array.Exists(origins.Distinct, truth => matcher.Decide(truth.Without(without)) != false));
        }

        return latest.MayHold;
    }

    /// <summary>The number of the service asked for; -1 if none is asked for, null if the bucket does not have it.</summary>
    private int? ServiceNumber()
    {
        if (filter.Service is null)
        {
            return -1;
        }

        for (var number = 0; number < counts.Services; number++)
        {
            if (catalog.Service(number) == filter.Service)
            {
                return number;
            }
        }

        return null;
    }

    /// <summary>The blocks that hold an operation that is asked for.</summary>
    private IEnumerable<int> BlocksWithOperations(BlockStatistics statistics)
    {
        if (!filter.NamesOperation)
        {
            return Enumerable.Range(0, statistics.BlockCount);
        }

        var marks = new bool[statistics.BlockCount];
        foreach (var operation in AcceptedOperations())
        {
            foreach (var block in statistics.BlocksOf(operation))
            {
                marks[block] = true;
            }
        }

        return Enumerable.Range(0, marks.Length).Where(block => marks[block]);
    }

    private HashSet<int> AcceptedOperations()
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

    private ulong? LatestStartIn(BlockStatistics statistics, int block, int service, ulong latest)
    {
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
