using System.Runtime.InteropServices;
using Lumen.Storage.Embedded.Blocks;
using Lumen.Storage.Embedded.Catalogs;
using Lumen.Storage.Embedded.Columns;

namespace Lumen.Storage.Embedded.Statistics;

/// <summary>Gathers the statistics of a segment while its blocks are written. Not thread-safe.</summary>
/// <param name="catalog">The bucket's catalog.</param>
/// <param name="usual">What counts as near arrival.</param>
internal sealed class StatisticsBuilder(Catalog catalog, UsualStarts usual)
{
    private readonly List<StartRanges> _starts = [];
    private readonly List<ServiceFacts[]> _services = [];
    private readonly Dictionary<int, List<int>> _blocksOfOperations = [];
    private readonly Dictionary<int, ServiceFacts> _facts = [];
    private readonly List<OriginCount[]> _origins = [];
    private readonly Dictionary<int, int> _counts = [];
    private readonly List<NumberRange[]> _numbers = [];
    private readonly NumberRanges _ranges = new();

    /// <summary>The starts of all spans so far.</summary>
    internal StartRanges Starts { get; private set; } = StartRanges.Empty;

    /// <summary>Adds the next block.</summary>
    internal void Add(BlockColumns block, SpanColumns spans)
    {
        _facts.Clear();
        _counts.Clear();
        var starts = StartRanges.Empty;
        for (var index = 0; index < block.Count; index++)
        {
            var origin = catalog.Origin(block.Origins[index]);
            var (start, service) = (block.Starts[index], catalog.Resource(origin.Resource).Service);
            starts = starts.With(start, usual);
            ref var facts = ref CollectionsMarshal.GetValueRefOrAddDefault(_facts, service, out _);
            facts = (facts with { Service = service }).With(
                start, start >= usual.First && start <= usual.Last, block.DurationAt(index), block.Statuses[index] == SpanStatus.Error);
            CollectionsMarshal.GetValueRefOrAddDefault(_counts, block.Origins[index], out _)++;
        }

        foreach (var origin in _counts.Keys)
        {
            NoteOperation(catalog.Origin(origin).Operation);
        }

        Starts = Starts.With(starts);
        _origins.Add([.. _counts.Select(count => new OriginCount(count.Key, count.Value)).OrderBy(count => count.Origin)]);
        _numbers.Add(_ranges.Of(spans, catalog.Columns));
        _starts.Add(starts);
        _services.Add([.. _facts.Values.OrderBy(facts => facts.Service)]);
    }

    /// <summary>What was gathered.</summary>
    internal BlockStatistics Build() => new(
        [.. _starts],
        [.. _services],
        [.. _origins],
        [.. _numbers],
        new SortedDictionary<int, int[]>(_blocksOfOperations.ToDictionary(pair => pair.Key, pair => pair.Value.ToArray())));

    private void NoteOperation(int operation)
    {
        var block = _starts.Count;
        ref var blocks = ref CollectionsMarshal.GetValueRefOrAddDefault(_blocksOfOperations, operation, out _);
        blocks ??= [];
        if (blocks.Count == 0 || blocks[^1] != block)
        {
            blocks.Add(block);
        }
    }
}
