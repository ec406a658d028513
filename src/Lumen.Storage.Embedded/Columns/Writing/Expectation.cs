using Lumen.Storage.Embedded.Columns.Shapes;

namespace Lumen.Storage.Embedded.Columns.Writing;

/// <summary>What a span is expected to look like: the shape and the values of the span before it of the same operation.</summary>
/// <param name="shape">The shape; null if nothing is expected.</param>
/// <param name="values">For each of its values the number of the value plus 1; 0 if there is none yet.</param>
internal readonly ref struct Expectation(Shape? shape, ReadOnlySpan<int> values)
{
    // The operations of a sorted shape are not in the order of the bytes.
    private readonly ReadOnlySpan<FieldOperation> _operations = shape is null or { IsSorted: true } ? [] : shape.Operations;
    private readonly ReadOnlySpan<int> _places = shape is null or { IsSorted: true } ? [] : shape.ValuePlaces;
    private readonly ReadOnlySpan<int> _values = values;

    /// <summary>The expected operation at an index; default if none is.</summary>
    internal FieldOperation OperationAt(int index) => (uint)index < (uint)_operations.Length ? _operations[index] : default;

    /// <summary>The expected value at an index and a level; negative if there is none.</summary>
    internal int ValueAt(int index, SpanLevel level) =>
        (uint)index < (uint)_operations.Length && _places[index] >= 0 && _operations[index].Level == level
            ? _values[_places[index]] - 1 : -1;
}
