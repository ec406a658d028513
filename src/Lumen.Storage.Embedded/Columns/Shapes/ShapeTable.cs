using System.Runtime.InteropServices;
using Lumen.Storage.Embedded.Catalogs;

namespace Lumen.Storage.Embedded.Columns.Shapes;

/// <summary>
/// Numbers the shapes of a bucket from 0, in the order in which they are first seen. One thread adds; what was added before a count was
/// published may be read by others.
/// </summary>
/// <param name="seed">Seeds the hashes.</param>
/// <param name="limit">How many there may be.</param>
internal sealed class ShapeTable(long seed, int limit = ShapeTable.Limit)
{
    /// <summary>The most shapes of a bucket.</summary>
    internal const int Limit = 4096;

    /// <summary>There is no such shape.</summary>
    internal const int None = -1;

    /// <summary>The most operations of all shapes of a bucket.</summary>
    private const int MaxOperations = 262_144;

    /// <summary>A span with more operations than this has no shape: it would not be met again.</summary>
    private const int MaxOperationsOfOne = 1024;

    /// <summary>Of a set of attributes so many orders become shapes of their own before it is sorted.</summary>
    private const int MaxOrdersOfOneSet = 4;

    private readonly ByteStringTable _numbers = new(seed);
    private readonly ByteStringTable _sets = new(seed);
    private readonly List<int> _ordersOfSets = [];
    private readonly AppendOnlyList<Shape> _shapes = new();
    private int _operations;

    /// <summary>How many there are.</summary>
    internal int Count => _shapes.Count;

    /// <summary>Roughly how much memory they take.</summary>
    internal long Bytes => _operations * 16L;

    internal Shape this[int number] => _shapes[number];

    /// <summary>The number of a shape; <see cref="None"/> if it is not there.</summary>
    internal int Find(ReadOnlySpan<FieldOperation> operations) => _numbers.Find(MemoryMarshal.AsBytes(operations));

    /// <summary>The number of a shape that is not there yet; <see cref="None"/> if there is no room.</summary>
    internal int TryAdd(ReadOnlySpan<FieldOperation> operations)
    {
        if (_shapes.Count >= limit || operations.Length > MaxOperationsOfOne || _operations + operations.Length > MaxOperations)
        {
            return None;
        }

        // In this order: whoever finds the number finds the shape.
        _operations += operations.Length;
        _shapes.Add(new Shape(operations));
        return _numbers.NumberOf(MemoryMarshal.AsBytes(operations));
    }

    /// <summary>Counts another order of a set of attributes.</summary>
    /// <param name="sorted">The operations with the attributes sorted.</param>
    /// <returns>Whether it may become a shape of its own.</returns>
    internal bool TryCountOrder(ReadOnlySpan<FieldOperation> sorted)
    {
        var set = _sets.Find(MemoryMarshal.AsBytes(sorted));
        if (set < 0)
        {
            if (_sets.Count >= limit || sorted.Length > MaxOperationsOfOne)
            {
                return false;
            }

            set = _sets.NumberOf(MemoryMarshal.AsBytes(sorted));
            _ordersOfSets.Add(0);
        }

        return ++_ordersOfSets[set] <= MaxOrdersOfOneSet;
    }
}
