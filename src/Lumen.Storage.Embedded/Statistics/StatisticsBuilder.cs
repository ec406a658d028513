using System.Runtime.InteropServices;
using Lumen.Storage.Embedded.Blocks;
using Lumen.Storage.Embedded.Catalogs;
using Lumen.Storage.Embedded.Columns;
using Lumen.Storage.Embedded.Columns.Writing;

namespace Lumen.Storage.Embedded.Statistics;

/// <summary>Gathers the statistics of a segment while its blocks are written. Not thread-safe.</summary>
/// <param name="catalog">The bucket's catalog.</param>
/// <param name="usual">What counts as near arrival.</param>
internal sealed class StatisticsBuilder(Catalog catalog, UsualStarts usual)
{
    private readonly List<StartRanges> _starts = [];
    private readonly List<ServiceFacts[]> _services = [];
    private readonly Dictionary<int, List<int>> _blocksOfOperations = [];
    private readonly List<OriginCount[]> _origins = [];
    private readonly List<NumberRange[]> _numbers = [];
    private readonly NumberRanges _ranges = new();
    private readonly Dictionary<int, ServiceFacts> _facts = [];
    private readonly List<int> _seen = [];
    private ServiceFacts[] _factsOfOrigins = [];

    /// <summary>The starts of all spans so far.</summary>
    internal StartRanges Starts { get; private set; } = StartRanges.Empty;

    /// <summary>Adds the next block.</summary>
    internal void Add(BlockColumns block, SpanColumns spans)
    {
        var starts = StartRanges.Empty;
        for (var index = 0; index < block.Count; index++)
        {
            var start = block.Starts[index];
            if (start < starts.Usual.First || start > starts.Usual.Last)
            {
                starts = starts.With(start, usual);
            }

            ref var facts = ref FactsOf(block.Origins[index]);
            facts = facts.With(
                start, start >= usual.First && start <= usual.Last, block.DurationAt(index), block.Statuses[index] == SpanStatus.Error);
        }

        Starts = Starts.With(starts);
        _starts.Add(starts);
        _seen.Sort();
        _origins.Add([.. _seen.Select(origin => new OriginCount(origin, _factsOfOrigins[origin].Spans))]);
        _services.Add(TakeServices());
        _numbers.Add(_ranges.Of(spans, catalog.Columns));
    }

    /// <summary>What was gathered.</summary>
    internal BlockStatistics Build() => new(
        [.. _starts],
        [.. _services],
        [.. _origins],
        [.. _numbers],
        new SortedDictionary<int, int[]>(_blocksOfOperations.ToDictionary(pair => pair.Key, pair => pair.Value.ToArray())));

    private ref ServiceFacts FactsOf(int origin)
    {
        if (origin >= _factsOfOrigins.Length)
        {
            Array.Resize(ref _factsOfOrigins, Math.Max(origin + 1, catalog.Counts.Origins));
        }

        ref var facts = ref _factsOfOrigins[origin];
        if (facts.Spans == 0)
        {
            _seen.Add(origin);
        }

        return ref facts;
    }

    /// <summary>Joins the facts of origins to those of services, and forgets them.</summary>
    private ServiceFacts[] TakeServices()
    {
        _facts.Clear();
        foreach (var origin in _seen)
        {
            var known = catalog.Origin(origin);
            NoteOperation(known.Operation);
            var service = catalog.Resource(known.Resource).Service;
            ref var facts = ref CollectionsMarshal.GetValueRefOrAddDefault(_facts, service, out _);
            facts = facts.With(_factsOfOrigins[origin]) with { Service = service };
            _factsOfOrigins[origin] = default;
        }

        _seen.Clear();
        return [.. _facts.Values.OrderBy(facts => facts.Service)];
    }

    private void NoteOperation(int operation)
    {
        // The block has been counted.
        var block = _starts.Count - 1;
        ref var blocks = ref CollectionsMarshal.GetValueRefOrAddDefault(_blocksOfOperations, operation, out _);
        blocks ??= [];
        if (blocks.Count == 0 || blocks[^1] != block)
        {
            blocks.Add(block);
        }
    }
}
