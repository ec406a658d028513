using Lumen.Storage.Embedded.Columns.Shapes;

namespace Lumen.Storage.Embedded.Columns.Writing;

/// <summary>Finds or makes the shape of a span. Not thread-safe.</summary>
/// <param name="values">Takes the orders of sorted attributes.</param>
internal sealed class ShapeChoice(SpanValues values)
{
    private readonly AttributeSorter _sorter = new(values);

    /// <summary>Chooses.</summary>
    /// <param name="shapes">The shapes of the bucket, to which one may be added.</param>
    /// <param name="span">The span.</param>
    /// <param name="expected">The shape that it probably has; <see cref="ShapeTable.None"/> if nothing is expected.</param>
    /// <param name="chosen">The span as the shape has it: with its attributes sorted, or as it was.</param>
    /// <returns>The number; <see cref="ShapeTable.None"/> if there is no room for the shape.</returns>
    internal int Choose(ShapeTable shapes, ShreddedSpan span, int expected, out ShreddedSpan chosen)
    {
        chosen = span;
        if (expected != ShapeTable.None && span.Operations.SequenceEqual(shapes[expected].Operations))
        {
            return expected;
        }

        var isSortedExpected = expected != ShapeTable.None && shapes[expected].IsSorted;
        if (!isSortedExpected && shapes.Find(span.Operations) is var known and not ShapeTable.None)
        {
            return known;
        }

        if (!_sorter.Sort(span))
        {
            return shapes.TryAdd(span.Operations);
        }

        chosen = _sorter.Sorted;
        if (shapes.Find(chosen.Operations) is var sorted and not ShapeTable.None)
        {
            return sorted;
        }

        if (!shapes.TryCountOrder(chosen.Operations))
        {
            return shapes.TryAdd(chosen.Operations);
        }

        // A sorted shape was expected, so that the unsorted one has not been looked for.
        var own = isSortedExpected ? shapes.Find(span.Operations) : ShapeTable.None;
        own = own != ShapeTable.None ? own : shapes.TryAdd(span.Operations);
        chosen = own != ShapeTable.None ? span : chosen;
        return own;
    }
}
