namespace Lumen.Storage.Embedded.Columns.Shapes;

/// <summary>How the bytes of many spans are put together: the same operations, with values that differ. Immutable.</summary>
internal sealed class Shape
{
    /// <summary>An operation has no value.</summary>
    internal const int NoValue = -1;

    /// <param name="operations">Operations that <see cref="OperationCheck"/> accepts.</param>
    internal Shape(ReadOnlySpan<FieldOperation> operations)
    {
        Operations = operations.ToArray();
        ValuePlaces = new int[operations.Length];
        var columns = new List<int>();
        for (var index = 0; index < operations.Length; index++)
        {
            ValuePlaces[index] = operations[index].HasValue ? columns.Count : NoValue;
            if (operations[index].HasValue)
            {
                columns.Add(operations[index].Column);
            }

            IsSorted |= operations[index].Kind == FieldKind.Order;
        }

        Columns = [.. columns];
        Details = DetailCounts.Of(operations);
    }

    internal FieldOperation[] Operations { get; }

    /// <summary>For each operation which of the span's values it takes.</summary>
    internal int[] ValuePlaces { get; }

    /// <summary>The columns of the values, in their order.</summary>
    internal int[] Columns { get; }

    /// <summary>Whether its attributes are sorted, with a value for their order.</summary>
    internal bool IsSorted { get; }

    /// <summary>What it takes of the event times and link ids.</summary>
    internal DetailCounts Details { get; }
}
