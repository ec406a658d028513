using Lumen.Storage.Embedded.Columns.Shapes;

namespace Lumen.Storage.Embedded.Columns.Writing;

/// <summary>
/// Sorts the runs of attributes of a span, each with a value for the order they were in, so that spans whose sender does not keep the order
/// of attributes have one shape. Not thread-safe.
/// </summary>
internal sealed class AttributeSorter(SpanValues values)
{
    private readonly ulong[] _keys = new ulong[AttributeRun.Most];
    private readonly byte[] _order = new byte[AttributeRun.Most];

    /// <summary>The span as it is sorted.</summary>
    internal ShreddedSpan Sorted { get; } = new();

    /// <summary>Sorts a span.</summary>
    /// <returns>Whether there was anything to sort.</returns>
    internal bool Sort(ShreddedSpan span)
    {
        Sorted.Clear();
        var operations = span.Operations;
        var spanValues = span.Values;
        for (int index = 0, value = 0; index < operations.Length;)
        {
            var length = AttributeRun.LengthOf(operations[index..]);
            if (length is >= AttributeRun.Least and <= AttributeRun.Most)
            {
                AddSorted(operations.Slice(index, length), spanValues.Slice(value, length));
                index += length;
                value += length;
                continue;
            }

            for (var end = index + Math.Max(length, 1); index < end; index++)
            {
                if (operations[index].HasValue)
                {
                    Sorted.Add(operations[index], spanValues[value++]);
                }
                else
                {
                    Sorted.Add(operations[index]);
                }
            }
        }

        return Sorted.OperationCount != span.OperationCount;
    }

    private void AddSorted(ReadOnlySpan<FieldOperation> operations, ReadOnlySpan<int> spanValues)
    {
        var keys = _keys.AsSpan(0, operations.Length);
        for (var index = 0; index < keys.Length; index++)
        {
            keys[index] = ((ulong)operations[index].Bits << 8) | (uint)index;
        }

        keys.Sort();
        for (var place = 0; place < keys.Length; place++)
        {
            _order[(byte)keys[place]] = (byte)place;
        }

        Sorted.Add(
            FieldOperation.Of(FieldKind.Order, operations[0].Level), values.NumberOf(ColumnTable.Orders, _order.AsSpan(0, keys.Length)));
        foreach (var key in keys)
        {
            Sorted.Add(operations[(byte)key], spanValues[(byte)key]);
        }
    }
}
