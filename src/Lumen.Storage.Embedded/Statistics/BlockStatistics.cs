using Lumen.Storage.Embedded.Frames;

namespace Lumen.Storage.Embedded.Statistics;

/// <summary>
/// What the blocks of a segment hold, block by block, so that a search reads only those that can matter: starts, services, origins, the
/// numbers of attributes, and for each operation the blocks it is in. Immutable.
/// </summary>
internal sealed class BlockStatistics
{
    private const int BytesOfFacts = 32;
    private const int BytesOfCount = 8;
    private const int BytesOfRange = 24;

    private static readonly Comparer<NumberRange> ByColumn =
        Comparer<NumberRange>.Create(static (left, right) => left.Column.CompareTo(right.Column));

    private readonly StartRanges[] _starts;
    private readonly ServiceFacts[][] _services;
    private readonly OriginCount[][] _origins;
    private readonly NumberRange[][] _numbers;
    private readonly SortedDictionary<int, int[]> _blocksOfOperations;

    internal BlockStatistics(
        StartRanges[] starts, ServiceFacts[][] services, OriginCount[][] origins, NumberRange[][] numbers,
        SortedDictionary<int, int[]> blocksOfOperations)
    {
        _starts = starts;
        _services = services;
        _origins = origins;
        _numbers = numbers;
        _blocksOfOperations = blocksOfOperations;
    }

    /// <summary>How many blocks there are.</summary>
    internal int BlockCount => _starts.Length;

    /// <summary>Roughly how much memory it takes.</summary>
    internal long Bytes =>
        _services.Sum(services => (long)services.Length * BytesOfFacts) + (_starts.Length * 64L)
        + _origins.Sum(origins => (long)origins.Length * BytesOfCount) + _numbers.Sum(numbers => (long)numbers.Length * BytesOfRange)
        + _blocksOfOperations.Values.Sum(blocks => (blocks.Length * 4L) + 100);

    internal StartRanges StartsOf(int block) => _starts[block];

    /// <summary>The services of a block, by number.</summary>
    internal ReadOnlySpan<ServiceFacts> ServicesOf(int block) => _services[block];

    /// <summary>
    /// The origins of a block, by number, with the count of their spans: whatever a resource, a scope, a name or a kind decides is decided
    /// by these.
    /// </summary>
    internal ReadOnlySpan<OriginCount> OriginsOf(int block) => _origins[block];

    /// <summary>
    /// The numbers that an attribute has in a block; null if it has none there. An attribute without a column of its own may have some that
    /// are not known.
    /// </summary>
    /// <param name="block">The block.</param>
    /// <param name="column">The attribute's column in the bucket.</param>
    internal NumberRange? NumbersOf(int block, int column)
    {
        var place = Array.BinarySearch(_numbers[block], new NumberRange(column, 0, 0), ByColumn);
        return place >= 0 ? _numbers[block][place] : null;
    }

    /// <summary>The blocks that hold an operation, in ascending order.</summary>
    internal ReadOnlySpan<int> BlocksOf(int operation) => _blocksOfOperations.GetValueOrDefault(operation, []);

    /// <summary>The statistics of several segments one behind the other.</summary>
    internal static BlockStatistics Concatenate(IReadOnlyList<BlockStatistics> parts)
    {
        var operations = new Dictionary<int, List<int>>();
        var offset = 0;
        foreach (var part in parts)
        {
            foreach (var (operation, blocks) in part._blocksOfOperations)
            {
                var all = operations.TryGetValue(operation, out var known) ? known : operations[operation] = [];
                all.AddRange(blocks.Select(block => block + offset));
            }

            offset += part.BlockCount;
        }

        return new BlockStatistics(
            [.. parts.SelectMany(part => part._starts)],
            [.. parts.SelectMany(part => part._services)],
            [.. parts.SelectMany(part => part._origins)],
            [.. parts.SelectMany(part => part._numbers)],
            new SortedDictionary<int, int[]>(operations.ToDictionary(pair => pair.Key, pair => pair.Value.ToArray())));
    }

    internal void Write(ByteBuilder bytes)
    {
        bytes.AddVarint(BlockCount);
        foreach (ref readonly var starts in _starts.AsSpan())
        {
            starts.Write(bytes);
        }

        for (var block = 0; block < BlockCount; block++)
        {
            WriteServices(bytes, block);
            OriginCount.Write(bytes, _origins[block]);
            NumberRange.Write(bytes, _numbers[block]);
        }

        bytes.AddVarint(_blocksOfOperations.Count);
        var previous = 0;
        foreach (var (operation, blocks) in _blocksOfOperations)
        {
            bytes.AddVarint(operation - previous);
            previous = operation;
            AscendingNumbers.Write(bytes, blocks);
        }
    }

    internal static BlockStatistics Read(ReadOnlySpan<byte> bytes)
    {
        var parser = new ByteParser(bytes);
        var starts = new StartRanges[parser.TakeCount()];
        for (var block = 0; block < starts.Length; block++)
        {
            starts[block] = StartRanges.Read(ref parser);
        }

        var services = new ServiceFacts[starts.Length][];
        var origins = new OriginCount[starts.Length][];
        var numbers = new NumberRange[starts.Length][];
        for (var block = 0; block < starts.Length; block++)
        {
            services[block] = ReadServices(ref parser, starts[block]);
            origins[block] = OriginCount.Read(ref parser);
            numbers[block] = NumberRange.Read(ref parser);
        }

        var operations = new SortedDictionary<int, int[]>();
        var operation = 0;
        for (var left = parser.TakeCount(); left > 0; left--)
        {
            operation += parser.TakeInt();
            operations[operation] = AscendingNumbers.Read(ref parser);
        }

        return new BlockStatistics(starts, services, origins, numbers, operations);
    }

    private void WriteServices(ByteBuilder bytes, int block)
    {
        bytes.AddVarint(_services[block].Length);
        var previous = 0;
        foreach (var facts in _services[block])
        {
            bytes.AddVarint(facts.Service - previous);
            bytes.AddVarint(facts.Spans);
            bytes.AddVarint(facts.Errors);
            bytes.AddVarint(facts.LatestUsualStart == 0 ? 0 : _starts[block].Usual.Last - facts.LatestUsualStart + 1);
            bytes.AddVarint(facts.LongestDuration);
            previous = facts.Service;
        }
    }

    private static ServiceFacts[] ReadServices(ref ByteParser parser, in StartRanges starts)
    {
        var services = new ServiceFacts[parser.TakeCount()];
        var service = 0;
        for (var index = 0; index < services.Length; index++)
        {
            service += parser.TakeInt();
            var (spans, errors, latest) = (parser.TakeInt(), parser.TakeInt(), parser.TakeVarint());
            services[index] = new ServiceFacts(
                service, spans, errors, latest == 0 ? 0 : unchecked(starts.Usual.Last - (latest - 1)), parser.TakeVarint());
        }

        return services;
    }
}
